from django.db.models import Q
from django.utils import timezone

from branch.accounts.backends import standing_of
from branch.core.contributions import Entry, counted, menu, quick, tabs

from .models import Aid, ContactClaim, FamilyNeed, FamilyProposal, PairingProposal

WALKINS = "三走进"
# what waits for the user, as attributes that the query for the account counts
PROPOSALS, FAMILY_PROPOSALS = "waiting_proposals", "waiting_family_proposals"
DIFFICULTIES, CLAIMS, AID_WAITING = "open_difficulties", "claims_to_confirm", "aid_waiting"


def has_pairing(user):
    return "pair" in standing_of(user)


def has_somebody_to_record_for(user):
    return user.has_perm("walkins.add_pairing") or has_pairing(user)


def has_somebody_to_visit(user):
    is_near = {"head", "pair", "family_pair"} & set(standing_of(user))
    return user.has_perm("walkins.add_familypairing") or bool(is_near)


def heads_a_class(user):
    return "head" in standing_of(user)


@counted(PROPOSALS)
def waiting_proposals(user):
    return PairingProposal.objects.waiting_for(user, on=timezone.localdate())


@counted(FAMILY_PROPOSALS)
def waiting_family_proposals(user):
    return FamilyProposal.objects.asked_of(user)


@counted(CLAIMS)
def claims_to_confirm(user):
    """One's own, and those that nobody can confirm, which the committee settles."""
    can = ContactClaim.objects.confirmable(timezone.localdate())
    orphaned = ~Q(pk__in=can.order_by().values("pk"))
    return ContactClaim.objects.filter(Q(member__staff__user=user) | orphaned)


@counted(DIFFICULTIES)
def open_difficulties(user):
    return FamilyNeed.objects.open().filter(owner__user=user)


@counted(AID_WAITING)
def aid_waiting(user):
    """Lines that another entered, so that the desk reads them only where there are some."""
    return Aid.objects.to_be_decided_by(user)


menu(
    Entry("结对帮扶", "heart", "walkins:pairing-list", 110, "walkins.view_pairing", WALKINS),
    Entry("家访", "visit", "walkins:visit-list", 115, "walkins.add_homevisit", WALKINS),
    Entry(
        "家庭结对", "home", "walkins:familypairing-list", 117, "walkins.view_familypairing", WALKINS
    ),
    Entry("困难清单", "list", "walkins:familyneed-list", 118, "walkins.add_familyneed", WALKINS),
    Entry("帮困助学", "gift", "walkins:drive-list", 123, "walkins.view_drive", WALKINS),
    Entry(
        "走访活动", "calendar", "walkins:campaign-list", 119, "walkins.view_visitcampaign", WALKINS
    ),
    Entry("班级团辅", "talk", "walkins:session-grid", 121, "walkins.add_classsession", WALKINS),
    Entry("帮扶需求", "users", "walkins:need-list", 120, "walkins.view_supportneed", WALKINS),
    Entry(
        "联系班级", "link", "walkins:classposting-list", 122, "walkins.view_classposting", WALKINS
    ),
    Entry(
        "班主任上岗学时",
        "clock",
        "walkins:head-list",
        127,
        "walkins.add_headteacherwaiver",
        WALKINS,
    ),
)
quick(
    Entry(
        "记一次帮扶",
        "heart",
        "walkins:contact-create",
        110,
        "walkins.add_contact",
        comes_first=has_pairing,
        is_listed=has_somebody_to_record_for,
    ),
    Entry(
        "记一次家访",
        "visit",
        "walkins:visit-create",
        125,
        "walkins.add_homevisit",
        comes_first=has_somebody_to_visit,
        is_listed=has_somebody_to_visit,
    ),
    Entry(
        "记一次团辅",
        "talk",
        "walkins:session-create",
        127,
        "walkins.add_classsession",
        is_listed=heads_a_class,
    ),
    Entry("登记帮扶需求", "users", "walkins:need-create", 120, "walkins.add_supportneed"),
)
tabs(Entry("结对", "heart", "walkins:pairing-list", 110, "walkins.view_pairing"))
