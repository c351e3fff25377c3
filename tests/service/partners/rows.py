"""Rows of partners; pass only what the test is about."""

from datetime import date
from itertools import count

from django.core.files.base import ContentFile

from branch.activities.models import Partner
from branch.core.files import stored
from branch.service.models import (
    AgreementPaper,
    BranchReport,
    EvaluationPaper,
    ListEntry,
    PartnerContact,
    PartnerEvaluation,
    PartnershipAgreement,
)
from tests.factories import make_staff

AUTUMN = date(2025, 10, 10)
_n = count(1)


def make_partner(name="", kind="community", **fields):
    return Partner.objects.create(name=name or f"单位{next(_n)}", kind=kind, **fields)


def make_contact(partner, name="安晓梅", phone="024-88880000"):
    return PartnerContact.objects.create(partner=partner, name=name, phone=phone)


def make_agreement(partner=None, **fields):
    """An open agreement since the autumn of last year."""
    given = {"partner": partner or make_partner(), "title": "共建协议", "from_on": AUTUMN, **fields}
    return PartnershipAgreement.objects.create(**given)


def make_report(partner=None, **fields):
    """A running report of the branch since the autumn of last year."""
    given = {"partner": partner or make_partner(), "from_on": AUTUMN, "place": "党群服务站"}
    if "reported_by" not in fields:
        fields["reported_by"] = make_staff()
    return BranchReport.objects.create(**given | fields)


def make_entry(partner=None, **fields):
    """A project on the list since the autumn of last year."""
    given = {"partner": partner or make_partner(), "group": "project", "from_on": AUTUMN}
    return ListEntry.objects.create(**{**given, "what": f"项目{next(_n)}", **fields})


def make_evaluation(partner=None, **fields):
    """What was said of last year."""
    given = {"partner": partner or make_partner(), "year": 2025, "words": "随叫随到"}
    return PartnerEvaluation.objects.create(
        **{**given, "evaluated_on": date(2025, 12, 26), **fields}
    )


def make_paper(record, by):
    """The paper of an agreement or an evaluation."""
    is_agreement = isinstance(record, PartnershipAgreement)
    model = AgreementPaper if is_agreement else EvaluationPaper
    content = ContentFile(b"%PDF-1.4", name="paper.pdf")
    columns = stored(model, {"file": content, "original_name": "原件.pdf", "size": 8})
    return model.objects.create(record=record, uploaded_by=by, **columns)
