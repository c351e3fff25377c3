"""A thousand colleagues who sign up for thirty places at once, while others do so and withdraw again."""

import secrets
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from importlib import import_module
from multiprocessing import get_context

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import User
from branch.activities.models import Activity, Opening, Programme, Registration, Slot
from branch.coverage.models import Notice
from branch.school.models import Staff

from .taps import tap_all

PLACES, STAYING, LEAVING = 30, 1000, 100
PROCESSES = 8
BACKEND = "branch.accounts.backends.RoleBackend"


def run(server):
    """(the role for which they signed up, the statuses of all answers)."""
    slot = _role(User.objects.get(username="secretary"))
    users = _colleagues(STAYING + LEAVING)
    paths = [
        reverse("activities:registration-create", args=[slot.opening.activity_id, slot.pk]),
        reverse("activities:registration-withdraw", args=[slot.opening.activity_id]),
    ]
    # those who withdraw are spread among the others
    share = (STAYING + LEAVING) // LEAVING
    work = [
        (*_cookies(user), paths if number % share == 0 else paths[:1])
        for number, user in enumerate(users)
    ]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [(server.port, work[first::PROCESSES]) for first in range(PROCESSES)]
        answers = [status for part in pool.map(tap_all, parts) for status in part]
    return slot, answers


def _role(by):
    """A role of an event next week, for which one may sign up."""
    now = timezone.now()
    activity = Activity.objects.create(
        programme=Programme.objects.get(name="“党团员志愿者在行动”"),
        title="演练",
        starts_at=now + timedelta(days=7),
        place="春晖社区",
        state=Activity.State.PLANNED,
        logged_by=by,
    )
    opening = Opening.objects.create(
        activity=activity,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=6),
        planned_hours=2,
    )
    return Slot.objects.create(opening=opening, title="亲子阅读", places=PLACES)


def _colleagues(count):
    names = [f"drill{number:04}" for number in range(count)]
    users = User.objects.bulk_create(User(username=name, name="演练") for name in names)
    Staff.objects.bulk_create(
        Staff(number=user.username, name=user.name, user=user) for user in users
    )
    return users


def _cookies(user):
    """The cookies, and the token in them, of a browser in which the user is signed in; signing in by the form would take minutes."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    secret = secrets.token_hex(16)
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return dict(zip(names, (session.session_key, secret), strict=True)), secret


def _others(answers):
    """The statuses of those that did not succeed, and how often."""
    return dict(Counter(answers) - Counter({302: len(answers)})) or ""


def results(slot, answers):
    """{sentence: whether it holds} of the role as it is stored, and of the answers."""
    rows = Registration.objects.filter(slot=slot)
    placed = list(rows.placed().order_by("number"))
    waiting = list(rows.waiting().order_by("number"))
    numbers = sorted(rows.values_list("number", flat=True))
    moved = {row.staff.user_id for row in placed if row.moved_up_at}
    told = Notice.objects.filter(
        kind="activities.moved_up", subject_id=slot.opening.activity_id
    ).values_list("user", flat=True)
    return {
        f"{len(answers)} taps are answered, none with an error {_others(answers)}": set(answers)
        == {302},
        f"exactly {PLACES} have a place": len(placed) == PLACES,
        f"{STAYING - PLACES} wait, at the places 1 to {STAYING - PLACES}": [
            row.place_in_queue for row in waiting
        ]
        == list(range(1, STAYING - PLACES + 1)),
        "every number is given once": numbers == list(range(1, STAYING + LEAVING + 1)),
        "nobody who waits came before one who has a place": placed[-1].number < waiting[0].number,
        f"the {len(moved)} who moved up and stayed are told": moved <= set(told),
    }
