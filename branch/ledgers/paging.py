from django.core.paginator import Paginator


class LedgerPaginator(Paginator):
    """Pages of a ledger; the rows are counted by a query only where they fill more than one page."""

    def page(self, number):
        if number == 1:
            return self._first_page()
        number = self.validate_number(number)
        rows = self._rows((number - 1) * self.per_page, number * self.per_page)
        return self._get_page(rows, number, self)

    def _first_page(self):
        rows = self._rows(0, self.per_page + 1)
        if len(rows) <= self.per_page:
            self.count = len(rows)
        return self._get_page(rows[: self.per_page], 1, self)

    def _rows(self, start, end):
        """Choose the rows before the columns are computed, or they would be of all rows before them too."""
        chosen = self.object_list.values("pk")[start:end]
        return list(self.object_list.filter(pk__in=chosen))
