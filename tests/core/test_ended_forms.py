"""Forms whose record ended while they were filled in: nothing typed is lost, and the page says why it was not saved."""

import pytest
from django.urls import reverse

from branch.core.models import Draft
from branch.walkins.actions import approve_aid, stop_proposal
from branch.walkins.models import Aid, Drive, PairingProposal
from tests.conftest import TODAY
from tests.factories import make_student
from tests.walkins.aid.books import Books
from tests.walkins.pages import filled
from tests.walkins.students.factories import make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
TYPED = {"guardian_informed_on": str(TODAY), "guardian_mode": "phone"}
STOPPED = "这条结对建议已经办完：已停下。您这一次写的内容没有存上，还在下面，可以抄走。"
AGAIN = "按我写的保存"


@pytest.fixture
def books(committee, secretary):
    return Books(secretary, committee)


@pytest.fixture
def proposal():
    return make_proposal(accepted_on=TODAY)


def stop(proposal, by):
    version = PairingProposal.objects.get().version
    stop_proposal(proposal, version=version, on=TODAY, by=by)


def test_dates_of_a_proposal_stopped_meanwhile_are_listed(as_committee, proposal, committee):
    address = proposal.get_absolute_url()
    form = filled(as_committee, address)
    stop(proposal, committee)

    page = as_committee.post(address, form | TYPED)

    assert (page.status_code, STOPPED in page.text, AGAIN in page.text) == (409, True, False)
    assert page.context["rows"] == [("监护人同意的日期", str(TODAY)), ("怎么告诉的", "电话")]


def test_a_refusal_of_a_line_approved_meanwhile_is_said(as_committee, books, secretary, committee):
    line = books.income(counts=False)
    form = filled(as_committee, line.get_absolute_url()) | {"step": "refuse", "refusal": "amount"}
    approve_aid(line, version=line.version, on=TODAY, by=committee)

    page = as_committee.post(line.get_absolute_url(), form)

    assert (page.status_code, AGAIN in page.text) == (409, False)
    assert "这一笔已经办过了，没有重复办理。" in page.text
    assert page.context["rows"][-1][0] == "不同意的原因"
    assert Aid.objects.get().is_counted


def test_an_expenditure_typed_while_the_drive_ended_is_listed(as_committee, books):
    books.income()
    address = books.drive.get_absolute_url()
    given = {"amount": "300.00", "source": "union", "receipt": "XZ-0417"}
    child = make_student(name="何子墨")
    form = filled(as_committee, address) | given | {"students": [child.pk]}
    Drive.objects.update(ended_on=TODAY)

    page = as_committee.post(address, form)

    assert (page.status_code, "这次活动已经结束" in page.text) == (409, True)
    written = dict(page.context["rows"])
    assert (written["金额（元）"], written["学生"], written["票据号"]) == (
        "300.00",
        "何子墨",
        "XZ-0417",
    )


def test_a_draft_of_a_proposal_that_ended_is_listed_and_discarded(
    as_committee, proposal, committee
):
    address = proposal.get_absolute_url()
    as_committee.post(address, filled(as_committee, address) | TYPED | {"keep_draft": "1"})
    stop(proposal, committee)
    draft = Draft.objects.get()

    page = as_committee.get(draft.url)

    assert "这一页已经不能再写。您这一次写的内容没有存上" in page.text
    assert ("监护人同意的日期", str(TODAY)) in page.context["rows"]
    assert reverse("portal:draft-discard", args=[draft.token]) in page.text


def test_a_form_that_the_page_still_shows_stays_with_its_error(as_committee, proposal):
    address = proposal.get_absolute_url()

    page = as_committee.post(address, filled(as_committee, address) | TYPED | {"guardian_mode": ""})

    assert page.status_code == 200
    assert page.context["form"].errors != {}


def test_what_is_wrong_besides_does_not_hide_that_the_form_has_ended(as_committee, books):
    address = books.drive.get_absolute_url()
    form = filled(as_committee, address) | {"amount": "300.00"}
    Drive.objects.update(ended_on=TODAY)

    page = as_committee.post(address, form)

    assert "这一页已经不能再写。您这一次写的内容没有存上" in page.text
    assert ("金额（元）", "300.00") in page.context["rows"]
