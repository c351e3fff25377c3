"""Queries that are built and compiled once, and then run for one reader after the other.

Django takes longer to build and to compile the query of a duty than the database to answer it. Between two
readers with the same permissions it differs by their number alone. So it is built for a reader whose number
is `MARKER`, which is replaced among the parameters whenever it runs.
"""

from copy import copy
from functools import lru_cache, partial, wraps

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet, ImproperlyConfigured
from django.db import connection, connections
from django.db.models import Value
from django.db.models.expressions import BaseExpression, Col
from django.db.models.sql import Query

# Fits the numbers of both databases; no school has as many users.
MARKER = 2**31 - 19
KEPT = (
    64  # compiled queries of one function: those of each group of readers, of today and yesterday
)


def _permissions(user):
    return user.permissions


def prepared(build=None, *, permissions=_permissions):
    """Make a function that returns a queryset return the list of its rows, and compile it only once.

    It is called with a user and with hashable keyword arguments. Its query may depend on these and on the
    user's number and permissions, and on nothing read from the database: `ImproperlyConfigured` if building
    it makes a query. `permissions` returns those of a user for the function that finds them out.
    """
    if build is None:
        return partial(prepared, permissions=permissions)

    @lru_cache(KEPT)
    def compiled(granted, **known):
        with connection.execute_wrapper(partial(_refuse, build)):
            return _Compiled(build(_reader(granted), **known))

    @wraps(build)
    def rows(user, **known):
        return compiled(permissions(user), **known).rows(user.pk)

    return rows


def _reader(permissions):
    """A user with these permissions and no number of its own."""
    reader = get_user_model()(pk=MARKER)
    reader.permissions = permissions
    return reader


def _refuse(build, execute, sql, *args):
    raise ImproperlyConfigured(f"{build.__qualname__} reads the database to build its query: {sql}")


class _Compiled:
    """A queryset without its query, which takes up to half a megabyte: its SQL, and how rows are made of the answer."""

    def __init__(self, queryset):
        self.queryset, query = queryset, queryset.query
        compiler = query.get_compiler(queryset.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql = None
            return
        self.names = _Names(query)
        compiler.query = compiler.where = compiler.having = compiler.qualify = None
        compiler.select = [(_column(column), None, alias) for column, _, alias in compiler.select]
        self.compiler = compiler
        queryset.query = Query(queryset.model)

    def rows(self, number):
        if self.sql is None:
            return []
        params = tuple(number if value == MARKER else value for value in self.params)
        # what as_sql() found out about the columns is copied with the compiler; its connection is a thread's own
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.as_sql = lambda: (self.sql, params)
        run = self.queryset.all()
        run.query = copy(self.names)
        run.query.get_compiler = lambda *_, **__: compiler
        return list(run)


class _Names:
    """The names of a query's columns, of which rows of values are made."""

    # those of the model are among the others: a queryset that is given a query with some makes dictionaries
    values_select = ()

    def __init__(self, query):
        self.selected = query.selected and dict.fromkeys(query.selected)
        self.extra_select = dict.fromkeys(query.extra_select)
        self.annotation_select = dict.fromkeys([*query.values_select, *query.annotation_select])


def _column(expression):
    """The expression, or in place of one that holds a query of its own another that converts its value alike."""
    kind = type(expression)
    is_plain = all(
        getattr(kind, name) is getattr(BaseExpression, name)
        for name in ("get_db_converters", "convert_value")
    )
    holds_more = not isinstance(expression, Col) and is_plain
    return Value(None, expression.output_field) if holds_more else expression
