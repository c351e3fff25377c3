"""Which records are past their term, so many years after their students left the school."""

from django.core.cache import cache
from django.db import models
from django.db.models import Exists, OuterRef

from branch.school.models import Family, Student
from branch.walkins.figures import NEEDS_KEPT, NOTES_KEPT, PHOTOS_KEPT, TEXTS_KEPT, VISITS_KEPT
from branch.walkins.students.models import (
    ClaimPairing,
    Contact,
    ContactClaim,
    ContactNote,
    ContactPairing,
    ContactTry,
    Goal,
    Pairing,
    PairingProposal,
    Progress,
)
from branch.walkins.terms import gone_for

from .hardship import FamilyHardship
from .needs import FamilyNeed
from .proposals import FamilyProposal
from .visits import HomeVisit, VisitedStudent, VisitNote, VisitPhoto

# {kind: function of a day} of tracks above this one, as `also` declares them
ALSO = {}

# the key of the cached sentence
SAYS = "walkins.due_deletions"
# what goes with the texts of contacts
GOALS = Goal.objects, Progress.objects


class DueDeletion(models.Model):
    """到期删除: how many records of a kind are past their term within `NOTICE`, as counted by the last `tick`."""

    class Kind(models.TextChoices):
        """In the order in which they are deleted: a note protects its contact or visit."""

        NOTES = "notes", "保密记录"
        TEXTS = "texts", "帮扶和家访的文字"
        CLAIMS = "claims", "没有确认的代记和没联系上"
        GOALS = "goals", "目标和学习情况"
        PHOTOS = "photos", "家访照片"
        NEEDS = "needs", "实际困难"
        VISITS = "visits", "家访"
        SHARES = "shares", "家访里的离校学生"
        AID = "aid", "帮困助学里的离校学生"
        HARDSHIP = "hardship", "困难认定"
        PROPOSALS = "proposals", "没有办成的结对建议"

    UNITS = {"notes": "段", "photos": "张", "needs": "件", "visits": "次"} | {
        "shares": "名",
        "aid": "名",
    }

    kind = models.CharField("类别", max_length=10, choices=Kind, unique=True)
    count = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = verbose_name_plural = "到期删除"
        ordering = ["pk"]

    def __str__(self):
        """保密记录 2 段."""
        return f"{self.get_kind_display()} {self.count} {self.UNITS.get(self.kind, '条')}"

    @classmethod
    def says(cls):
        """The sentence for the desk, "" where nothing is due; cached for an hour, as it changes once a day."""
        return cache.get_or_set(SAYS, lambda: "、".join(map(str, cls.objects.all())), 3600)


def _contacts(gone):
    """Contacts of which every student is gone."""
    shares = ContactPairing.objects.filter(contact=OuterRef("pk")).order_by()
    staying = shares.exclude(pairing__student__in=gone.order_by().values("pk"))
    return Contact.objects.filter(Exists(shares), ~Exists(staying))


def _claimed(gone):
    """The shares that unconfirmed claims have in students who are gone."""
    return ClaimPairing.objects.filter(pairing__student__in=_pks(gone)).order_by()


def _visits(gone):
    """Visits of which every child is gone."""
    shares = VisitedStudent.objects.filter(visit=OuterRef("pk")).order_by()
    staying = shares.exclude(student__in=gone.order_by().values("pk"))
    return HomeVisit.objects.filter(Exists(shares), ~Exists(staying))


def _families(gone):
    """Families of which every child is gone; not those without children."""
    children = Student.objects.filter(family=OuterRef("pk")).order_by()
    staying = children.exclude(pk__in=gone.order_by().values("pk"))
    return Family.objects.filter(Exists(children), ~Exists(staying))


def also(kind):
    """Declare the function of a day that returns the rows of a kind, of a track above this one."""

    def declare(rows_of):
        ALSO[kind] = rows_of
        return rows_of

    return declare


def _texts(gone):
    """Contacts and visits with a text, and pairings and their proposals with a reason for one more student.

    The other proposals are deleted whole.
    """
    reasoned = [Pairing.objects, PairingProposal.objects.exclude(pairing=None)]
    return [
        _contacts(gone).filter(is_bare=False),
        _visits(gone).exclude(fact="", advice=""),
        *(rows.filter(student__in=_pks(gone)).exclude(over_reason="") for rows in reasoned),
    ]


def _proposals(gone):
    """Proposals that came to nothing, of these students and of families of which every child is gone."""
    families = FamilyProposal.objects.filter(family__in=_pks(_families(gone)))
    return [
        PairingProposal.objects.filter(student__in=_pks(gone), pairing=None),
        families.exclude(closed_as=FamilyProposal.Closed.STARTED),
    ]


def past_term(on):
    """{kind: querysets of the rows that are deleted, or lose their texts, on the day}, in the order of `Kind`."""
    kind = DueDeletion.Kind
    noted, gone = gone_for(NOTES_KEPT, on=on), gone_for(VISITS_KEPT, on=on)
    worded, seen = gone_for(TEXTS_KEPT, on=on), gone_for(PHOTOS_KEPT, on=on)
    notes = VisitNote.objects.filter(visit__in=_pks(_visits(noted)))
    held = VisitNote.objects.exclude(pk__in=_pks(notes)).order_by().values("visit")
    visits = _visits(gone)
    return {
        kind.NOTES: [ContactNote.objects.filter(contact__in=_pks(_contacts(noted))), notes],
        kind.TEXTS: _texts(worded),
        kind.CLAIMS: [
            ContactClaim.objects.filter(pk__in=_claimed(worded).values("claim")),
            ContactTry.objects.filter(pairing__student__in=_pks(worded)),
        ],
        kind.GOALS: [rows.filter(pairing__student__in=_pks(worded)) for rows in GOALS],
        kind.PHOTOS: [VisitPhoto.objects.filter(visit__in=_pks(_visits(seen)))],
        kind.NEEDS: [
            FamilyNeed.objects.filter(family__in=_pks(_families(gone_for(NEEDS_KEPT, on=on))))
        ],
        kind.VISITS: [visits.exclude(pk__in=held)],
        kind.SHARES: [
            VisitedStudent.objects.filter(student__in=_pks(gone)).exclude(visit__in=_pks(visits))
        ],
        kind.HARDSHIP: [FamilyHardship.objects.expired_on(on)],
        kind.PROPOSALS: _proposals(worded),
    } | {kind: [rows_of(on)] for kind, rows_of in ALSO.items()}


def _pks(rows):
    return rows.order_by().values("pk")
