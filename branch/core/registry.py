"""Declarations that apps make by subclassing, registered by their key."""

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404


def register(registry, key, declared):
    """Add a declaration to a registry; `ImproperlyConfigured` for an empty key or one that is taken."""
    if not key or key in registry:
        raise ImproperlyConfigured(f"{declared!r} needs a key of its own, not {key!r}")
    registry[key] = declared


class Declared:
    """A class whose subclasses register themselves.

    A direct subclass is a kind of declaration (`Duty`, `Ledger`, `Importer`) with a registry of its own;
    the subclasses of a kind are the declarations. `key_name` names the attribute that is the key.
    """

    key_name = "key"
    order = 100
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if Declared in cls.__bases__:
            cls.registry = {}
        else:
            register(cls.registry, getattr(cls, cls.key_name), cls)

    @classmethod
    def every(cls):
        """An instance of each declaration of this kind, by `order`, then by key."""
        found = [declared() for declared in cls.registry.values()]
        return sorted(found, key=lambda item: (item.order, getattr(item, item.key_name)))

    @classmethod
    def open_to(cls, user):
        """The declarations whose permission the user has."""
        return [declared for declared in cls.every() if user.has_perm(declared.permission)]

    @classmethod
    def of(cls, key):
        """An instance of the declaration with this key; `KeyError` for an unknown one."""
        return cls.registry[key]()

    @classmethod
    def or_404(cls, key):
        """An instance of the declaration with this key; `Http404` for an unknown one."""
        if key not in cls.registry:
            raise Http404(f"no {cls.__name__} {key!r}")
        return cls.of(key)
