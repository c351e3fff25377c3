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
