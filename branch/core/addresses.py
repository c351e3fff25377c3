"""Addresses of pages, each pattern of which is reversed once: a page has up to a hundred links of one kind."""

from functools import cache

from django.urls import get_script_prefix, reverse

# a number that no address has of its own
NUMBER = 9_007_199_254_740_993


def address_of(name, *args):
    """The same as `reverse`; the last argument, if there is any, is the number of a row."""
    if not args:
        return _whole(name, get_script_prefix())
    *fixed, number = args
    before, after = _around(name, tuple(fixed), get_script_prefix())
    return f"{before}{number:d}{after}"


@cache
def _whole(name, prefix):
    return reverse(name)


@cache
def _around(name, fixed, prefix):
    """What stands before and after the number."""
    before, after = reverse(name, args=[*fixed, NUMBER]).split(str(NUMBER))
    return before, after
