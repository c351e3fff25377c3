"""The columns of a pasted table: Excel writes the cells of a hidden one in full and hides its `<col>` alone."""

MOST = 256


class Columns:
    """The columns of a table that is read from its start: the hidden ones, and what its cells have filled."""

    def __init__(self):
        self.hidden, self.filled, self.row, self.at = [], {}, 0, 0

    def add(self, attrs, *, is_hidden):
        """Add the columns of a `<col>`."""
        self.hidden = [*self.hidden, *[is_hidden] * _number(attrs, "span")][:MOST]

    def begin_row(self):
        self.row, self.at = self.row + 1, 0

    def place(self, attrs):
        """Place the next cell of the row; return how many shown columns it fills."""
        while self.filled.get(self.at, 0) > self.row:
            self.at += 1
        begin, width = self.at, _number(attrs, "colspan")
        self.at += width
        columns = range(begin, min(self.at, MOST))
        self.filled |= dict.fromkeys(columns, self.row + _number(attrs, "rowspan"))
        return width - sum(self.hidden[begin : self.at])


def _number(attrs, name):
    text = attrs.get(name) or ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 4
    return max(1, int(text)) if is_number else 1
