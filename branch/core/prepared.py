"""Queries that are built and compiled once, and then run for one reader after the other.

Django takes longer to build and to compile the query of a duty than the database to answer it. Between two
readers with the same permissions it differs by their number alone. So it is built for a reader whose number
is `MARKER`, which is replaced among the parameters whenever it runs.
"""

from contextlib import contextmanager
from copy import copy
from functools import lru_cache, partial, wraps
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.exceptions import EmptyResultSet, ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, Value
from django.db.models.expressions import BaseExpression, Col
from django.db.models.sql import Query
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import LazyObject

from .kept import kept

# Fits the numbers of both databases; no school has as many users.
MARKER = 2**31 - 19
MARKED = {MARKER, str(MARKER)}
# compiled queries of one function: those of each group of readers, of today and yesterday
KEPT = 128


def _permissions(user):
    return user.permissions


def prepared(build=None, *, permissions=_permissions, keep=False):
    """Make a function that returns a queryset return the list of its rows, and compile it only once a day.

    It is called with a user and with hashable keyword arguments. Its query may depend on these, on the day and on
    the user's number and permissions, and on nothing read from the database, the cache or a row:
    `ImproperlyConfigured` if building it reads one. `permissions` returns those of a user for the function that
    finds them out. With `keep`, rows of values that are the same for every reader are kept until a record changes.
    """
    if build is None:
        return partial(prepared, permissions=permissions, keep=keep)

    @lru_cache(KEPT, typed=True)
    def compiled(granted, day, /, **known):
        refuse_rows(build.__qualname__, known.values())
        with _reading_nothing(build):
            return _Compiled(build(_reader(granted), **known))

    @wraps(build)
    def rows(user, **known):
        query = compiled(permissions(user), timezone.localdate(), **known)
        find = partial(query.rows, user.pk)
        return kept(query.key, find) if keep and query.key else find()

    return rows


def refuse_rows(name, arguments):
    """Raise for an argument that equals another with other values: a row is compared by its number."""
    for value in arguments:
        if isinstance(value, (Model, LazyObject, HttpRequest)):
            raise ImproperlyConfigured(f"{name} takes values, not {type(value).__name__}")


def _reader(permissions):
    """A user with these permissions and no number of its own; reading anything else of it makes a query."""
    model = get_user_model()
    reader = model.from_db(DEFAULT_DB_ALIAS, [model._meta.pk.attname], [MARKER])
    reader.is_active = True
    reader.permissions = permissions
    return reader


@contextmanager
def _reading_nothing(build):
    """Refuse queries and reads of the cache of this thread, which would become part of the query unnoticed."""

    def refuse(what, *args, **kwargs):
        raise ImproperlyConfigured(f"{build.__qualname__} reads to build its query: {what}")

    cache = caches[DEFAULT_CACHE_ALIAS]
    cache.get = partial(refuse, "the cache")
    try:
        with connection.execute_wrapper(lambda execute, sql, *args: refuse(sql)):
            yield
    finally:
        del cache.get


def _refuse_marker(execute, sql, params, many, context):
    """Run the query; raise if the marker is still in it, as in a prefetched queryset or in a text."""
    if not MARKED.isdisjoint(value for value in params or () if isinstance(value, (int, str))):
        raise ImproperlyConfigured(f"the user's number is used otherwise than as a number: {sql}")
    return execute(sql, params, many, context)


class _Compiled:
    """A queryset without its query, which takes up to half a megabyte: its SQL, and how rows are made of the answer.

    `key` tells it from every other one; None where it holds the reader's number, and so has rows for one reader alone.
    """

    key = None

    def __init__(self, queryset):
        self.queryset, query = queryset, queryset.query
        compiler = query.get_compiler(queryset.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql = None
            return
        asked = f"{self.sql} {self.params!r}"
        if str(MARKER) not in asked:
            self.key = sha256(asked.encode()).hexdigest()
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
        with compiler.connection.execute_wrapper(_refuse_marker):
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
