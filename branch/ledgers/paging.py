from django.core.paginator import Paginator


class LedgerPaginator(Paginator):
    """Pages of a ledger; the rows are counted by a query only where they fill more than one page."""

    def page(self, number):
        if number != 1:
            return super().page(number)
        first = self._rows(0, self.per_page + 1)
        if len(first) <= self.per_page:
            self.count = len(first)
        return self._get_page(first[: self.per_page], 1, self)

    def _rows(self, start, end):
        return list(self.object_list[start:end])
