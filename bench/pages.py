"""The main pages of the school in the database: (name, username or nothing for a reader, path) of each."""

import json
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Programme
from branch.core.periods import months_later
from branch.news.models import Article
from branch.school.models import SchoolClass, Student
from branch.walkins.models import ClassPosting, FamilyHardship, Pairing, VisitCampaign


def pages():
    return [*_public(), *_desk(), *_lists(), *_records(), *_families(), *_classes(), *_forms()]


def _public():
    article = Article.objects.published().newest_first().first()
    return [
        ("home", "", "/?n={n}"),
        ("article", "", f"{article.public_url}?n={{n}}"),
        ("column", "", f"{reverse('news:column', args=[article.column.slug])}?n={{n}}"),
        ("search page", "", f"{reverse('portal:search')}?q={quote('心育')}&n={{n}}"),
        ("members' pages", "", f"{reverse('portal:flag-list')}?n={{n}}"),
        ("sitemap", "", reverse("portal:sitemap")),
    ]


def _desk():
    return [
        *((f"desk, {who}", who, reverse("portal:desk")) for who in ("secretary", "member", "head")),
        *((f"coverage, {who}", who, reverse("coverage:board")) for who in ("secretary", "head")),
        ("coverage of a past day", "secretary", f"{reverse('coverage:board')}?on={_months_ago(1)}"),
        ("coverage, one list", "secretary", f"{reverse('coverage:board')}?duty=walkins.whole_roll"),
    ]


def _months_ago(count):
    return months_later(timezone.localdate(), -count)


def _lists():
    pairings, needs = reverse("walkins:pairing-list"), reverse("walkins:need-list")
    students, staff = reverse("school:student-list"), reverse("school:staff-list")
    return [
        ("pairings", "committee", pairings),
        ("pairings that wait", "committee", f"{pairings}?scope=waiting"),
        ("pairings ended", "committee", f"{pairings}?scope=ended"),
        ("pairings, counsellor", "counsellor", pairings),
        ("own pairings", "member", pairings),
        ("needs", "committee", needs),
        ("needs without a member", "committee", f"{needs}?state=unpaired"),
        ("classes", "committee", reverse("school:class-list")),
        ("students", "committee", students),
        ("students who left", "committee", f"{students}?state=left"),
        ("students by name", "committee", f"{students}?q=zh"),
        ("staff", "committee", staff),
        ("sign-ins", "admin", reverse("school:signin-list")),
        ("members", "committee", reverse("members:member-list")),
        ("activities", "committee", reverse("activities:activity-list")),
        ("articles", "editor", reverse("news:desk")),
        ("people", "committee", reverse("portal:people") + "?q=zh"),
    ]


def _records():
    own = _own_pairing()
    child = Student.objects.order_by("-number").first()
    here = SchoolClass.objects.first()
    return [
        ("pairing", "member", own.get_absolute_url()),
        ("student", "committee", child.get_absolute_url()),
        ("class", "committee", here.get_absolute_url()),
        ("member", "committee", own.member.get_absolute_url()),
    ]


def _families():
    campaign = VisitCampaign.objects.order_by("-from_on").first()
    listed = FamilyHardship.objects.order_by("-pk").first().student.family
    return [
        ("visits", "committee", reverse("walkins:visit-list")),
        ("visits, head", "head", reverse("walkins:visit-list")),
        ("campaigns", "committee", reverse("walkins:campaign-list")),
        ("campaign", "committee", campaign.get_absolute_url()),
        ("difficulties", "committee", reverse("walkins:familyneed-list")),
        ("family pairings", "committee", reverse("walkins:familypairing-list")),
        ("family", "committee", listed.get_absolute_url()),
    ]


def _classes():
    grid, new = reverse("walkins:session-grid"), reverse("walkins:session-create")
    linked = ClassPosting.objects.filter(member__staff__user__username="member").first()
    page = reverse("walkins:class-detail", args=[linked.school_class_id])
    return [
        ("class sessions", "committee", grid),
        ("class sessions, head", "head", grid),
        ("class session form", "committee", new),
        ("class session form, head", "head", new),
        ("postings", "committee", reverse("walkins:classposting-list")),
        *((f"class page, {who}", who, page) for who in ("committee", "head", "member")),
        (
            "ledger of postings",
            "committee",
            reverse("ledgers:ledger-detail", args=["class-postings"]),
        ),
    ]


def _own_pairing():
    return Pairing.objects.active().filter(member__staff__user__username="member").first()


def _forms():
    post = SchoolClass.objects.first()
    activity = f"{reverse('activities:activity-create')}?party_group=&programme="
    lecture = activity + str(Programme.objects.get(name="社区大讲堂").pk)
    meeting = activity + str(Programme.objects.get(name="党员大会").pk)
    return [
        ("contact form", "member", reverse("walkins:contact-create")),
        ("pairing form", "committee", reverse("walkins:pairing-create")),
        ("need form", "committee", reverse("walkins:need-create")),
        ("visit form", "committee", reverse("walkins:visit-create")),
        ("visit form, head", "head", reverse("walkins:visit-create")),
        ("visits at once", "head", reverse("walkins:visit-batch")),
        ("campaign form", "committee", reverse("walkins:campaign-create")),
        ("difficulty form", "committee", reverse("walkins:familyneed-create")),
        ("family pairing form", "committee", reverse("walkins:familypairing-create")),
        ("posting form", "committee", reverse("walkins:classposting-create")),
        ("head teacher form", "admin", reverse("school:head-appoint", args=[post.pk])),
        ("election form", "committee", reverse("members:committee-elect")),
        ("role form", "secretary", reverse("accounts:role-create")),
        ("activity form", "committee", lecture),
        ("meeting form", "committee", meeting),
    ]


def _database():
    """The number of the process that serves all connections; None on SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("PPid:")).split()[1])


def say():
    """Print as JSON the pages, a pairing of the member, and the process of PostgreSQL, if there is one."""
    known = {"pages": pages(), "pairing": _own_pairing().pk, "database": _database()}
    print(json.dumps(known))
