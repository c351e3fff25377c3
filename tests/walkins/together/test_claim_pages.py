"""The pages on which one records for a colleague, and the colleague confirms it."""

import pytest
from django.urls import reverse

from branch.core.views import REPLAYED
from branch.walkins import actions
from branch.walkins.models import Contact, ContactClaim, Pairing
from tests.conftest import TODAY
from tests.doors import DOORS
from tests.factories import make_pairing
from tests.walkins.pages import filled, shown_students, values

pytestmark = pytest.mark.django_db
CONTACT = reverse("walkins:contact-create")
SAID = "课间碰到一起看了错题本"


@pytest.fixture
def claim(pairing, head):
    facts = {"kind": "tutoring", "happened_on": TODAY, "fact": SAID, "on": TODAY}
    return actions.enter_contact(pairings=[pairing], by=head, **facts)


def press(client):
    """The to-do on the desk that confirms, and what its button sends."""
    (todo,) = [row for row in client.get("/desk/").context["todos"] if row.press]
    return todo, values(todo.press.form)


@pytest.mark.parametrize("who", ["head", "committee", "counsellor"])
def test_the_form_says_when_it_counts_and_the_page_that_it_waits(request, client, pairing, who):
    client.force_login(request.getfixturevalue(who))
    address = f"{CONTACT}?pairing={pairing.pk}"
    assert f"{pairing.member}确认后计入" in client.get(address).content.decode()

    page = client.post(address, filled(client, address) | {"kind": "care"}, follow=True)

    text = page.content.decode()
    assert page.redirect_chain == [(pairing.get_absolute_url(), 302)]
    assert f"已记下，{pairing.member}确认后计入。" in text
    assert ContactClaim.objects.get().get_absolute_url() in text
    assert "已记录 0 次" in text


def test_for_a_member_without_a_sign_in_it_says_that_it_counts(as_committee, pairing):
    pairing.member.staff.user = None
    pairing.member.staff.save()
    address = f"{CONTACT}?pairing={pairing.pk}"

    assert "保存后直接计入" in as_committee.get(address).content.decode()
    as_committee.post(address, filled(as_committee, address) | {"kind": "care"})

    assert Contact.objects.get().member == pairing.member


def test_a_member_paired_too_records_from_the_own_page_and_returns_to_it(client, student, pairing):
    near = make_pairing(student=student)
    client.force_login(near.member.staff.user)
    address = f"{CONTACT}?pairing={pairing.pk}"
    assert address in client.get(near.get_absolute_url()).content.decode()

    page = client.post(address, filled(client, address) | {"kind": "care"})

    assert page.url == near.get_absolute_url()
    assert ContactClaim.objects.get().member == pairing.member
    assert client.get(pairing.get_absolute_url()).status_code == 404


def test_the_link_offers_all_students_of_that_member_and_none_of_ones_own(as_committee, committee):
    first = make_pairing()
    second = make_pairing(member=first.member)
    make_pairing(member=committee.staff.member)

    form = as_committee.get(f"{CONTACT}?pairing={first.pk}").context["form"]

    keys = {int(key) for key, _ in form.fields["pairings"].choices}
    assert keys == {first.pk, second.pk}


def test_one_tap_on_the_desk_confirms(client, pairing, claim, head):
    client.force_login(pairing.member.staff.user)
    todo, sent = press(client)
    assert todo.title == "确认帮扶记录：张晓雨"
    assert todo.note == f"{head} 代记，11月24日 周二 课业辅导 · 面谈 · 20 分钟。{SAID}"
    assert shown_students() == [pairing.student_id]

    page = client.post(todo.press.url, sent, follow=True)

    assert page.redirect_chain == [(pairing.get_absolute_url(), 302)]
    text = page.content.decode()
    assert "已确认，计入这一天的帮扶记录。" in text
    assert f"{head} 代记" in text
    assert Contact.objects.get().happened_on == TODAY


def test_a_double_tap_confirms_once(client, pairing, claim):
    client.force_login(pairing.member.staff.user)
    todo, sent = press(client)

    client.post(todo.press.url, sent)
    page = client.post(todo.press.url, sent, follow=True)

    assert [str(message) for message in page.context["messages"]][-1] == REPLAYED
    assert Contact.objects.count() == 1


def test_its_page_asks_before_it_drops(client, pairing, claim):
    client.force_login(pairing.member.staff.user)
    page = client.get(claim.get_absolute_url())
    assert "没有这回事" in page.content.decode()

    client.post(claim.get_absolute_url(), values(page.context["forms"]["refuse"]))

    assert not ContactClaim.objects.exists()
    assert not Contact.objects.exists()


def test_who_recorded_it_may_take_it_back_and_not_confirm(client, claim, head):
    client.force_login(head)
    forms = client.get(claim.get_absolute_url()).context["forms"]
    assert list(forms) == ["take_back"]
    sent = values(forms["take_back"])

    page = client.post(claim.get_absolute_url(), sent | {"answer": "confirm"})
    assert page.context["form"].non_field_errors() == ["这条代记不由您办理。"]
    assert "这条代记不由您办理。" in page.content.decode()

    client.post(claim.get_absolute_url(), sent)
    assert (ContactClaim.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_refused_confirmation_says_why(client, pairing, claim):
    client.force_login(pairing.member.staff.user)
    todo, sent = press(client)
    facts = {"kind": "tutoring", "happened_on": TODAY, "fact": SAID, "on": TODAY}
    actions.record_contact(pairings=[pairing], by=pairing.member.staff.user, **facts)

    page = client.post(todo.press.url, sent)

    assert "没有重复计入" in page.content.decode()
    assert Contact.objects.count() == 1


def test_nobody_but_its_readers_finds_a_claim_anywhere(client, counsellor, pairing, claim):
    client.force_login(counsellor)
    rowless = [reverse(name) for name, door in DOORS.items() if door.get and not door.row]

    for address in [*rowless, pairing.get_absolute_url()]:
        assert SAID not in client.get(address).content.decode(errors="ignore"), address
    assert client.get(claim.get_absolute_url()).status_code == 404


def test_no_count_on_any_page_has_a_claim(client, committee, pairing, claim):
    client.force_login(committee)
    days = Pairing.objects.with_last_contact(TODAY).get().days_waited

    page = client.get(pairing.get_absolute_url())
    assert "已记录 0 次" in page.content.decode()
    assert page.context["entries"] == []
    assert f"结对 {days} 天，还没有联系记录" in client.get("/desk/coverage/").content.decode()
    ledger = client.get(reverse("ledgers:ledger-detail", args=["contacts"])).content.decode()
    assert "课业辅导" not in ledger


def test_a_claim_that_is_gone_says_what_became_of_it_to_those_it_concerned(
    client, pairing, claim, head, counsellor
):
    address = claim.get_absolute_url()
    actions.refuse_claim(claim, on=TODAY, by=pairing.member.staff.user)
    says = "这一条已删去，没有计入。"

    for user in (pairing.member.staff.user, head):
        client.force_login(user)
        page = client.get(address)
        assert (page.status_code, says in page.text) == (404, True)
    client.force_login(counsellor)
    assert says not in client.get(address).text
