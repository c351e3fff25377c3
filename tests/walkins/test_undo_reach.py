"""A step of today is undone where its page promises it, also after the message has gone; who recorded it is named."""

import pytest
from django.urls import reverse

from branch.core.models import UndoStep
from branch.walkins.actions import record_progress, record_try
from branch.walkins.models import ContactTry, Pairing, Progress, SupportNeed
from tests.conftest import TODAY
from tests.factories import make_class, make_member, make_need, make_pairing, make_student
from tests.walkins.goals import make_learner, make_subject
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
GRADUATION = reverse("walkins:graduation")


@pytest.fixture
def pairing():
    return make_learner()


def attempt(*pairings, by):
    address = pairings[0].get_absolute_url()
    record_try(pairings=pairings, tried_on=TODAY, mode="phone", on=TODAY, by=by, address=address)


def undo_of(page):
    """Press the one button that undoes a step."""
    (step,) = UndoStep.objects.all()
    button = reverse("portal:step-undo", args=[step.token])
    assert page.text.count(button) == 1
    return button


def test_a_try_is_undone_on_the_page_of_each_of_its_pairings(client, pairing):
    second = make_pairing(member=pairing.member)
    by = pairing.member.staff.user
    attempt(pairing, second, by=by)
    client.force_login(by)

    for page in (client.get(row.get_absolute_url()) for row in (pairing, second)):
        button = undo_of(page)
    client.post(button)

    assert not ContactTry.objects.exists()


def test_nobody_else_is_offered_it_and_a_colleague_who_tried_is_named(
    client, pairing, committee, as_committee
):
    attempt(pairing, by=committee)
    page = as_committee.get(pairing.get_absolute_url())
    undo_of(page)
    assert f"没联系上，不计次数 · {committee} 代记" in page.text
    client.force_login(pairing.member.staff.user)

    page = client.get(pairing.get_absolute_url())

    assert f"{committee} 代记" in page.text
    assert reverse("portal:step-undo", args=[UndoStep.objects.get().token]) not in page.text


def test_the_member_s_own_try_names_nobody(client, pairing):
    by = pairing.member.staff.user
    attempt(pairing, by=by)
    client.force_login(by)

    assert "代记" not in client.get(pairing.get_absolute_url()).text.partition("没联系上，")[2][:40]


def test_a_band_of_today_is_undone_on_the_page_of_its_pairing(client, pairing):
    by = pairing.member.staff.user
    record_progress(
        pairing, subject=make_subject(), band="keeping", happened_on=TODAY, on=TODAY, by=by
    )
    client.force_login(by)

    client.post(undo_of(client.get(pairing.get_absolute_url())))

    assert not Progress.objects.exists()


def test_a_graduation_says_what_it_closed_and_is_undone_on_its_page(as_committee):
    leaving = make_class(entry_year=2024)
    make_pairing(student=make_need(make_student(leaving)).student, member=make_member())

    form = filled(as_committee, GRADUATION) | {"classes": [leaving.pk]}
    says = as_committee.post(GRADUATION, form, follow=True).text
    assert "已按毕业结束：结对 1 对，家庭结对 0 户，办结需求 1 条。" in says
    assert not SupportNeed.objects.open().exists()

    as_committee.post(undo_of(as_committee.get(GRADUATION)))

    assert Pairing.objects.get().is_active
    assert "今天可以撤销</span>" not in as_committee.get(GRADUATION).text
