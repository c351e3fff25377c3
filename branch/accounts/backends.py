from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import CharField, F, Func, IntegerField, Subquery, Value
from django.utils import timezone

from branch.core.contributions import COUNTS
from branch.core.facts import FACTS
from branch.core.networks import network_of
from branch.core.prepared import prepared

from . import roles
from .devices import device_of
from .locks import forgive_try, take_try
from .models import NEVER_REMEMBERED, Role, RoleGrant, User, plain_number
from .passwords import DEMO_PASSWORD


class RoleBackend(ModelBackend):
    """Authenticates by password and takes permissions from the role table, not from the database."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        """The user with this 工号 or telephone and password; None in production for the demo password.

        `ValidationError`, with no password looked at, while the account must wait (`locks.take_try`).

        A demo database may be moved into production, where everybody knows the password of its users.
        """
        if settings.MODE == "production" and password == DEMO_PASSWORD:
            return None
        number, now = number_behind(request, username or ""), timezone.now()
        device = _device_of(request, number)
        take_try(number, device, at=now)
        user = super().authenticate(request, username=number, password=password, **kwargs)
        if user:
            forgive_try(number, device, at=now)
        return user

    def get_user(self, user_id):
        user = next(iter(_accounts(User(pk=user_id))), None)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set().union(*map(roles.allowed_by, standing_of(user_obj)))

    def has_perm(self, user_obj, perm, obj=None):
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def _device_of(request, number):
    """The id of this browser if the user with the 工号 has signed in here before, else an empty text."""
    if settings.DEVICE_COOKIE_NAME not in request.COOKIES:
        return ""
    user = User.objects.filter(username=number).first()
    return device_of(request, user) if user else ""


def _of_anybody(user):
    """For queries made before the permissions are known: asking for one is an error."""
    return


@prepared(permissions=_of_anybody)
def _accounts(user):
    counts = {name: _count(rows_of(user)) for name, rows_of in COUNTS.items()}
    return User.objects.filter(pk=user.pk).annotate(**counts)


def _count(rows):
    """The number of rows; not by `Count`, which groups them and has no row for none."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(row_count=count).values("row_count"))


@prepared(permissions=_of_anybody)
def _standing(user, *, on):
    """The names of the roles that the user holds on the day and of the facts that are true then."""
    grants = RoleGrant.objects.opening_on(on).filter(user=user).values_list("role")
    named = [
        rows_of(user, on=on).order_by().values_list(Value(name, CharField()))
        for name, rows_of in FACTS.items()
    ]
    return grants.order_by().union(*named)


def standing_of(user):
    """The roles and facts of a user today, read once a request."""
    if not hasattr(user, "standing_today"):
        user.standing_today = {name for (name,) in _standing(user, on=timezone.localdate())}
    return user.standing_today


def roles_of(user):
    """The roles that a user holds today."""
    return standing_of(user) & set(Role)


def may_be_remembered(user):
    """Whether a device may keep the user signed in; a role confirmed for a later day counts too."""
    standing = user.grants.standing_on(timezone.localdate())
    return not standing.filter(role__in=NEVER_REMEMBERED).exists()


def number_behind(request, typed):
    """The 工号 of the user with this 工号 or telephone; the normalised text if there is none.

    Wrong passwords are counted and unlocked under this name, however it was typed. It is looked up
    once a request, with the same queries whether a user is found or not.
    """
    if not hasattr(request, "numbers_behind"):
        request.numbers_behind = {}
    if typed not in request.numbers_behind:
        user = User.objects.known_as(typed)
        request.numbers_behind[typed] = user.username if user else plain_number(typed).lower()
    return request.numbers_behind[typed]


def name_to_lock(request, credentials=None):
    """The name under which django-axes counts wrong passwords: one for a user's 工号 and telephone."""
    typed = (credentials or request.POST).get("username")
    return number_behind(request, typed or "")


def client_address(request):
    """The client's network, see `network_of`: in production of the address that the proxy added last, else of the peer.

    The client itself may have sent the header, but only what is left of the last address.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    is_behind_proxy = settings.MODE == "production" and seen
    return network_of(seen if is_behind_proxy else request.META.get("REMOTE_ADDR", ""))
