"""Records of other apps that are one to one with an activity, and alone change it."""

from branch.core.registry import Declared


class Keeper(Declared):
    """Subclass it in `<app>/keepers.py`; the activities that its records write have its key as `kept_by`.

    The form of activities neither begins nor changes one of these.
    """

    # `kind` is the kind of programme whose new activities are begun by it
    key = kind = button = permission = ""

    def begin(self):
        """The address of the form of a new record."""
        raise NotImplementedError

    def address(self, activity, user, *, on):
        """The address of the record that keeps an activity; empty where the user may not read it."""
        raise NotImplementedError


def keeper_of(kind):
    """The `Keeper` of new activities of a kind of programme; None where the form of activities begins them."""
    return next((keeper for keeper in Keeper.every() if keeper.kind == kind), None)


def kept_kinds():
    """The kinds of programme whose new activities are begun elsewhere."""
    return [keeper.kind for keeper in Keeper.every()]


class Follower(Declared):
    """Subclass it in `<app>/keepers.py`; records of that app follow what is changed of an activity."""

    key = ""

    def follow(self, activity, *, before, by):
        """Put the records of an activity right that was stored; `before` is the row as it was."""
        raise NotImplementedError


class ServedCount(Declared):
    """Subclass it in `<app>/keepers.py`; it counts whom an event served, by records of that app.

    The form of the hours begins with the number, which the organiser may change.
    """

    key = ""

    def count(self, activity):
        """How many people were served; None where nothing was counted."""
        raise NotImplementedError


def served_at(activity):
    """How many people an event served, as far as records of other apps say; None where none does."""
    counts = [source.count(activity) for source in ServedCount.every()]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
