"""荐书 and 资料: public after a second person, and not a moment before."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.activities.models import Activity
from branch.core.files import read_document, stored
from branch.core.models import AuditEvent, SiteProfile
from branch.service.models import BookRecommendation, EventMaterial
from branch.service.talks import actions
from tests.activities.held import pdf
from tests.activities.page_form import form_of
from tests.conftest import TODAY
from tests.costs import cost_of
from tests.service.talks.rows import make_book, make_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
BOOKS, DESK = reverse("service:books"), reverse("service:book-list")
TYPED = {
    "title": "《正面管教》",
    "author": "简·尼尔森",
    "recommended_by": "心理教师",
    "audience": "初一家长",
    "reason": "温和而坚定。",
    "recommended_on": "2026-11-24",
}


def text_of(client, address=BOOKS):
    return client.get(address).content.decode()


def released(row, by):
    return actions.release(row, version=row.version, on=TODAY, by=by)


def make_material(talk, by, **fields):
    document = stored(EventMaterial, read_document(pdf()))
    facts = {"title": "讲座提纲", "is_public": True, **fields}
    return actions.add_material(talk, document=document, by=by, **facts)


def test_an_editor_writes_it_and_the_committee_lets_it_be_read(
    client, django_client, editor, committee
):
    client.force_login(editor)
    address = reverse("service:book-create")
    client.post(address, form_of(client.get(address)) | TYPED)
    book = BookRecommendation.objects.get()
    assert (str(book), "《正面管教》" in text_of(django_client())) == ("《正面管教》", False)

    client.force_login(committee)
    client.post(reverse("service:book-release", args=[book.pk]), {"version": book.version})

    assert "《正面管教》" in text_of(django_client())


def test_who_wrote_it_does_not_release_it(as_committee, committee, client):
    book = make_book(written_by=committee)

    as_committee.post(reverse("service:book-release", args=[book.pk]), {"version": book.version})

    book.refresh_from_db()
    assert not book.is_released
    with pytest.raises(IntegrityError), transaction.atomic():
        BookRecommendation.objects.update(released_by=committee, released_on=TODAY)


def test_a_change_takes_it_back_until_it_is_seen_again(client, django_client, editor, committee):
    book = released(make_book(), committee)
    assert str(book) in text_of(django_client())
    client.force_login(editor)
    address = reverse("service:book-update", args=[book.pk])

    client.post(address, form_of(client.get(address)) | {"reason": "换了理由。"})

    assert str(book) not in text_of(django_client())


def test_what_was_released_can_be_taken_back(as_committee, committee, django_client):
    book = released(make_book(), committee)

    as_committee.post(reverse("service:book-back", args=[book.pk]), {"version": book.version})

    assert str(book) not in text_of(django_client())


def test_books_stand_by_school_year_newest_first(client, committee):
    for title, day in (("旧", date(2026, 8, 31)), ("新", TODAY), ("中", date(2026, 9, 1))):
        released(make_book(title=f"{title}书", recommended_on=day), committee)

    text = text_of(client)

    places = [
        text.index(word) for word in ("2026–2027学年", "新书", "中书", "2025–2026学年", "旧书")
    ]
    assert places == sorted(places)


def test_blocked_and_private_words_are_said_at_their_field(as_committee):
    SiteProfile.objects.update(blocked_words="神药")
    address = reverse("service:book-create")
    typed = TYPED | {"reason": "打 13900000000 买神药"}

    page = as_committee.post(address, form_of(as_committee.get(address)) | typed)

    errors = page.context["form"].errors["reason"]
    assert ["神药" in errors[0], "手机号码" in errors[1]] == [True, True]
    assert "打 13900000000 买神药" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_books_cost_the_same_however_many(client, committee, count):
    for number in range(count):
        talk = make_talk(title=f"第 {number} 讲")
        released(make_book(title=f"第 {number} 本", activity=talk), committee)

    _, queries = cost_of(client.get, BOOKS)

    assert queries == 6


def test_a_file_is_public_once_it_is_released(client, committee, secretary):
    talk = make_talk()
    row = make_material(talk, committee)
    address = reverse("service:material-public", args=[talk.pk, row.pk])
    event = reverse("service:event", args=[talk.pk])
    assert (client.get(address).status_code, "讲座提纲" in text_of(client, event)) == (404, False)

    released(row, secretary)

    assert b"".join(client.get(address)) == pdf().read()
    assert "讲座提纲" in text_of(client, event)


def test_a_file_for_colleagues_is_never_public(client, member, committee, secretary):
    talk = make_talk()
    row = make_material(talk, committee, is_public=False)

    with pytest.raises(ValidationError):
        released(row, secretary)

    own = reverse("service:material-show", args=[talk.pk, row.pk])
    public = reverse("service:material-public", args=[talk.pk, row.pk])
    assert client.get(public).status_code == 404
    client.force_login(member.staff.user)
    assert b"".join(client.get(own)) == pdf().read()


def test_the_files_and_books_of_an_event_that_is_not_announced_are_not_public(
    client, committee, secretary
):
    talk = make_talk(is_announced=False)
    row = released(make_material(talk, committee), secretary)
    book = released(make_book(activity=talk), committee)

    assert client.get(reverse("service:material-public", args=[talk.pk, row.pk])).status_code == 404
    assert [word in text_of(client) for word in (str(book), str(talk))] == [True, False]


def test_a_secret_file_is_refused_with_the_reason(as_committee):
    talk = make_talk()
    address = reverse("service:material-create", args=[talk.pk])
    typed = {"title": "提纲", "document": pdf("机密.pdf")}

    page = as_committee.post(address, form_of(as_committee.get(address)) | typed)

    assert "不得上传涉密文件" in page.context["form"].errors["document"][0]
    assert not EventMaterial.objects.exists()


def test_a_file_is_uploaded_and_deleted(as_committee):
    talk = make_talk()
    address = reverse("service:material-create", args=[talk.pk])
    typed = {"title": "提纲", "document": pdf(), "is_public": "on"}

    as_committee.post(address, form_of(as_committee.get(address)) | typed)
    row = EventMaterial.objects.get()
    as_committee.post(reverse("service:material-remove", args=[talk.pk, row.pk]))

    assert (row.title, row.is_public, EventMaterial.objects.exists()) == ("提纲", True, False)


def test_a_file_that_two_delete_at_once_is_deleted(committee):
    row = make_material(make_talk(), committee)

    for _ in range(2):
        actions.remove_material(row, by=committee)

    assert not EventMaterial.objects.exists()
    assert AuditEvent.objects.filter(verb="material.removed").count() == 1


def test_the_files_of_an_event_that_was_called_off_are_not_public(client, committee, secretary):
    talk = make_talk()
    row = released(make_material(talk, committee), secretary)
    Activity.objects.update(state="cancelled", cancel_reason="记错了")

    address = reverse("service:material-public", args=[talk.pk, row.pk])
    event = reverse("service:event", args=[talk.pk])
    assert (client.get(address).status_code, "讲座提纲" in text_of(client, event)) == (404, False)


def test_many_books_are_shown_by_pages(client, editor, committee):
    seen = {"written_by": editor, "released_by": committee, "released_on": TODAY}
    for number in range(51):
        make_book(title=f"第{number}本", **seen)

    first, second = text_of(client), text_of(client, f"{BOOKS}?page=2")

    assert ("《第50本》" in first, "《第0本》" in first) == (True, False)
    assert ("《第50本》" in second, "《第0本》" in second) == (False, True)
