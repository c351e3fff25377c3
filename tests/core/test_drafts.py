"""Drafts on the server: whose they are, what they hold, when they end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.chores import Drafts
from branch.core.links import with_back
from branch.core.models import Draft, FormToken
from branch.walkins.models import Contact, Pairing
from tests.factories import make_contact, make_member, make_need, make_pairing, make_student

pytestmark = pytest.mark.django_db
FORM = reverse("walkins:contact-create")
FACT = "一起整理了错题本，约好周五再看。"
BY_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def pairing(the_day, term):
    return make_pairing(student=make_need(make_student(name="张晓雨")).student)


@pytest.fixture
def writer(client, pairing):
    client.force_login(pairing.member.staff.user)
    return pairing.member.staff.user


@pytest.fixture
def typed(pairing):
    """What the page of the form would send, not yet complete: no kind is chosen."""
    return {
        "pairings": [pairing.pk],
        "happened_on": "2026-11-20",
        "minutes": "40",
        "mode": "face",
        "fact": FACT,
        "form_token": str(uuid4()),
    }


def keep(client, typed, address=FORM, **how):
    return client.post(address, typed | {"keep_draft": "1"}, **how)


def keep_another(writer, values=None):
    facts = {"name": "帮扶记录", "address": FORM, "values": values or {}}
    return Draft.keep(user=writer, token=uuid4(), at=timezone.now(), **facts)


def test_what_is_typed_is_kept_and_stores_no_record(client, writer, typed):
    answer = keep(client, typed, **BY_SCRIPT)

    draft = Draft.objects.get()
    assert answer.status_code == 200
    assert (draft.user, draft.name, draft.address) == (writer, "帮扶记录", FORM)
    assert draft.values["fact"] == [FACT]
    assert not Contact.objects.exists()


def test_a_later_text_replaces_the_earlier_one(client, writer, typed):
    keep(client, typed)

    keep(client, typed | {"fact": "改过的"})

    assert Draft.objects.get().values["fact"] == ["改过的"]


def test_a_character_that_no_column_holds_costs_no_draft(client, writer, typed):
    sent = typed | {"fact": f"\0{FACT}", "x\0": "", "draft_stamp": "17\0"}

    answer = keep(client, sent, **BY_SCRIPT)

    draft = Draft.objects.get()
    assert answer.status_code == 200
    assert (draft.values["fact"], draft.values["x"], draft.stamp) == ([FACT], [""], "17")


def test_a_draft_is_of_its_form_wherever_the_form_leads_back(client, pairing, writer, typed):
    form = f"{FORM}?pairing={pairing.pk}"
    lists = ["/desk/coverage/?duty=a&next=2#list", "/desk/coverage/?duty=a&next=3#list"]

    keep(client, typed, with_back(form, lists[0]))

    draft = Draft.objects.get()
    assert draft.address == form
    for address in (form, with_back(form, lists[1])):
        page = client.get(address)
        assert page.context["drafts"].here == [draft]
        assert f'data-draft-address="{form}"' in page.text


def test_an_address_longer_than_its_column_is_kept_without_its_query(client, writer, typed):
    answer = keep(client, typed, f"{FORM}?x={'甲' * 100}", **BY_SCRIPT)

    assert answer.status_code == 200
    assert Draft.objects.get().address == FORM


def test_a_draft_fills_its_form_again(client, writer, typed):
    keep(client, typed)

    form = client.get(Draft.objects.get().url).context["form"]

    assert form["fact"].value() == FACT
    assert form["happened_on"].value() == "2026-11-20"
    assert str(form["form_token"].value()) == typed["form_token"]


def test_without_a_script_the_page_with_the_draft_answers(client, writer, typed):
    answer = keep(client, typed, follow=True)

    assert answer.redirect_chain == [(Draft.objects.get().url, 302)]
    assert "草稿已存到工作台，保留到 " in answer.content.decode()


def test_saving_the_form_ends_its_draft(client, writer, typed):
    keep(client, typed)
    other = keep_another(writer)

    client.post(FORM, typed | {"kind": "care"})

    assert Contact.objects.get().fact == FACT
    assert list(Draft.objects.all()) == [other]


def test_a_refused_form_keeps_its_draft(client, writer, typed):
    keep(client, typed)

    client.post(FORM, typed)

    assert Draft.objects.get().values["fact"] == [FACT]


def test_a_refused_form_does_not_offer_the_draft_that_it_is(client, writer, typed):
    keep(client, typed)
    other = keep_another(writer, {"fact": ["另一份"]})

    page = client.post(FORM, typed)

    assert page.context["drafts"].here == [other]


def test_a_draft_that_comes_after_its_form_was_saved_is_not_kept(client, writer, typed):
    client.post(FORM, typed | {"kind": "care"})

    answer = keep(client, typed, **BY_SCRIPT)

    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_a_draft_stored_while_its_form_was_being_saved_is_not_offered(client, writer, typed):
    keep(client, typed)
    FormToken.spend(user=writer, token=typed["form_token"], words="")

    assert not Draft.objects.of(writer).exists()


def test_a_user_keeps_fifty_drafts_at_most_and_goes_on_with_each(client, writer, typed):
    keep(client, typed)
    for _ in range(49):
        keep_another(writer)

    refused = keep(client, typed | {"form_token": str(uuid4())}, **BY_SCRIPT)
    continued = keep(client, typed | {"fact": "改过的"}, **BY_SCRIPT)

    assert (refused.status_code, continued.status_code) == (409, 200)
    assert Draft.objects.count() == 50


def test_nobody_else_reads_discards_or_restores_a_draft(client, writer, typed):
    keep(client, typed)
    draft = Draft.objects.get()
    client.force_login(make_pairing(member=make_member()).member.staff.user)

    page = client.get(draft.url)
    answers = [
        client.post(reverse(f"portal:draft-{verb}", args=[draft.token]))
        for verb in ("discard", "restore")
    ]

    assert FACT not in page.content.decode()
    assert page.context["form"]["fact"].value() is None
    assert [answer.status_code for answer in answers] == [404, 404]
    assert FACT not in client.get(reverse("portal:draft-list")).content.decode()
    assert Draft.objects.of(writer).get() == draft


def test_who_may_not_record_keeps_no_draft(client, typed, teacher):
    client.force_login(teacher)

    assert keep(client, typed).status_code == 403
    assert not Draft.objects.exists()


def test_the_desk_names_the_form_and_no_pupil(client, writer, typed):
    keep(client, typed, f"{FORM}?pairing={typed['pairings'][0]}")

    todo = next(
        row for row in client.get(reverse("portal:desk")).context["todos"] if row.tag == "草稿"
    )

    assert todo.title == "有 1 份没有提交的草稿"
    assert todo.note.startswith("帮扶记录，")
    assert "张晓雨" not in todo.title + todo.note
    assert todo.url == Draft.objects.get().url


def test_the_bare_form_offers_the_draft_of_a_named_pairing(client, writer, typed):
    keep(client, typed, f"{FORM}?pairing={typed['pairings'][0]}")

    drafts = client.get(FORM).context["drafts"]

    assert (drafts.here, drafts.elsewhere) == ([], [Draft.objects.get()])


def test_each_draft_offered_has_its_first_words_and_an_empty_one_is_not(client, writer, typed):
    for fact in (FACT, "一起打了球"):
        keep(client, typed | {"fact": fact, "form_token": str(uuid4())})
    keep_another(writer)

    page = client.get(FORM)

    words = [row.words for row in page.context["drafts"].here]
    assert words == ["一起打了球", FACT[:20]]
    assert [f"没有提交。<span data-draft-words>“{text}”" in page.text for text in words] == [
        True
    ] * 2


def test_a_draft_without_a_text_is_told_by_what_is_filled_in(client, writer, typed):
    keep(client, typed | {"fact": ""})

    assert client.get(FORM).context["drafts"].here[0].words == "2026-11-20"


@pytest.fixture
def correction(client, writer, typed, pairing):
    """The address where a contact is corrected, with a draft; its pairing has ended since."""
    contact = make_contact(pairing)
    address = reverse("walkins:contact-update", args=[contact.pk])
    keep(client, typed | {"version": contact.version}, address)
    Pairing.objects.update(until_on="2026-11-20", end_reason="graduated", outcome="done")
    return address


def test_a_draft_of_a_page_that_has_closed_shows_its_texts(client, correction):
    page, bare = client.get(Draft.objects.get().url), client.get(correction)

    assert (page.status_code, bare.status_code) == (404, 404)
    assert "<h1>这一页已经不能再写</h1>" in page.content.decode()
    assert FACT in page.content.decode()
    assert FACT not in bare.content.decode()


def test_a_form_sent_to_a_page_that_has_closed_shows_its_texts(client, correction, typed):
    page = client.post(correction, typed | {"kind": "care"})

    assert page.status_code == 404
    assert FACT in page.content.decode()


def test_a_discarded_draft_comes_back_within_the_hour(client, writer, typed):
    keep(client, typed)
    token = Draft.objects.get().token
    page = client.post(reverse("portal:draft-discard", args=[token]), follow=True)
    assert not Draft.objects.of(writer).exists()
    assert "草稿已丢弃" in page.content.decode()

    client.post(reverse("portal:draft-restore", args=[token]))

    assert Draft.objects.of(writer).get().values["fact"] == [FACT]


def test_the_tick_deletes_drafts_of_a_week_ago_and_discarded_ones(client, writer, typed):
    keep(client, typed)
    keep(client, typed | {"form_token": str(uuid4())})
    client.post(reverse("portal:draft-discard", args=[typed["form_token"]]))
    now = timezone.now()

    assert Drafts().run(at=now) == 0
    assert Drafts().run(at=now + timedelta(hours=2)) == 1
    assert Drafts().run(at=now + timedelta(days=8)) == 1


def test_a_script_learns_which_of_the_users_forms_were_saved(client, writer, typed):
    client.post(FORM, typed | {"kind": "care"})
    theirs = FormToken.spend(user=make_member().staff.user, token=uuid4(), words="")[0]
    asked = [typed["form_token"], str(theirs.token), str(uuid4())]

    answer = client.get(reverse("portal:drafts-spent"), {"tokens": ",".join(asked)})

    assert answer.json() == {"spent": [typed["form_token"]]}


def test_tokens_that_are_none_are_none_spent(client, writer):
    answer = client.get(reverse("portal:drafts-spent"), {"tokens": "1;2"})

    assert answer.json() == {"spent": []}
