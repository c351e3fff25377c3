"""Rows of registrations, deeds and lists; pass only what the test is about."""

from datetime import date
from itertools import count

from django.core.files.base import ContentFile

from branch.core.files import stored
from branch.service.models import (
    ChecklistItem,
    Community,
    CommunityPaper,
    CommunityRegistration,
    RegistrationReceipt,
    ServiceContent,
    ServiceDeed,
)
from tests.conftest import TODAY
from tests.factories import make_member

LONG_AGO = date(2021, 9, 1)
_n = count(1)


def make_community(name="", **fields):
    return Community.objects.create(
        **{"name": name or f"社区{next(_n)}", "from_on": LONG_AGO, **fields}
    )


def make_content(name="", **fields):
    name = name or f"服务{next(_n)}"
    return ServiceContent.objects.create(**{"name": name, "from_on": LONG_AGO, **fields})


def make_item(name="", **fields):
    name = name or f"事项{next(_n)}"
    given = {"name": name, "group": "register", "from_on": LONG_AGO, **fields}
    return ChecklistItem.objects.create(**given)


def make_registration(member=None, **fields):
    """A running registration since the autumn."""
    if "community" not in fields:
        fields["community"] = make_community()
    return CommunityRegistration.objects.create(
        **{"member": member or make_member(), "from_on": date(2026, 9, 26), **fields}
    )


def paper(model):
    """Column values of a small stored file."""
    content = ContentFile(b"%PDF-1.4", name="paper.pdf")
    return stored(model, {"file": content, "original_name": "回执.pdf", "size": 8})


def make_receipt(registration):
    return RegistrationReceipt.objects.create(
        registration=registration,
        uploaded_by=registration.member.staff.user,
        **paper(RegistrationReceipt),
    )


def make_paper(community, by):
    return CommunityPaper.objects.create(
        community=community, uploaded_by=by, **paper(CommunityPaper)
    )


def make_deed(member=None, **fields):
    """A counted deed of an hour, told on its day."""
    member = member or make_member()
    day = fields.setdefault("happened_on", TODAY)
    given = {
        "community": fields.pop("community", None) or make_community(),
        "content": fields.pop("content", None) or make_content(),
        "minutes": 60,
        "state": "counted",
        "recorded_on": day,
        "recorded_by": member.staff.user,
    }
    return ServiceDeed.objects.create(**{"member": member, **given, **fields})


def make_late_deed(member=None, **fields):
    """A deed of five weeks ago, told today, that waits for a second person."""
    late = {"happened_on": date(2026, 10, 18), "recorded_on": TODAY}
    return make_deed(member, state="waiting", needs_second=True, **{**late, **fields})
