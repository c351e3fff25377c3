"""The best assignment of rows to columns, where a column may have several rows, each of them for a fee.

Rows are the wide side, columns the narrow side. All numbers are whole and their sums far below 2⁵³, so that
arithmetic on floats is exact.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from .ties import first_of_equals


def assign(points, weights, *, columns_first):
    """Return the column of each row and the capacity that was needed; each row needs an allowed column.

    `points` is −∞ where a pair is not allowed. `columns_first` says whether equal plans are ordered by (column, row)
    or by (row, column).
    """
    if not len(points):
        return [], weights.capacity
    capacity = max(weights.capacity, _least_capacity(np.isfinite(points)))
    while True:
        fees = _fees(points, weights, capacity)
        try:
            column_of = _best(points, fees)
        except ValueError:
            # enough for all rows at the latest where one column may have all of them
            if capacity >= len(points):
                raise
            capacity += 1
        else:
            return first_of_equals(points, column_of, fees, columns_first=columns_first), capacity


def _least_capacity(allowed):
    """A capacity below which there is no assignment: rows with one column only, and the average."""
    forced = allowed[allowed.sum(axis=1) == 1].sum(axis=0)
    return int(max(forced.max(), -(-len(allowed) // allowed.any(axis=0).sum())))


def _fees(points, weights, capacity):
    """The fee of the first, second … row of a column; that of the first is a bonus that outweighs all else."""
    largest = np.abs(points[np.isfinite(points)]).max()
    fees = np.full(capacity, float(weights.further))
    fees[1:2] = weights.second
    fees[0] = -(2 * len(points) * (largest + weights.further + 1) + 1)
    return fees


def _best(points, fees):
    """Return the column of each row; a column is as many columns of the cost matrix as it can have rows."""
    most = np.minimum(np.isfinite(points).sum(axis=0), len(fees))
    slot, column = np.nonzero(np.arange(len(fees))[:, None] < most)
    if len(column) < len(points):
        raise ValueError("more rows than slots")
    _, chosen = linear_sum_assignment(fees[slot] - points[:, column])
    return column[chosen]
