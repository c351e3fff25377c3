"""Answers that are kept while no record changes, and the marks of changes (`core.kept`)."""

from django.db import models


class Change(models.Model):
    """A mark that a row was written; the trigger of its table inserts it, for every writer (`core.changes`)."""

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "改动标记"

    def __str__(self):
        return str(self.pk)


class KeptAnswer(models.Model):
    """The rows that a query gave, true as long as there is no `Change`; numbers of the whole branch, no names."""

    # the checksum of the query and its parameters
    key = models.CharField(max_length=64, primary_key=True)
    columns = models.JSONField()
    # the values of each row, in the order of the columns
    rows = models.JSONField()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "留存的结果"

    def __str__(self):
        return self.key
