"""生成新闻稿: a draft about a class session names its grade alone and copies only the photos chosen."""

from datetime import date

import pytest
from django.urls import reverse

from branch.activities.models import ActivityPhoto
from branch.core.files import stored
from branch.core.models import AccessRecord
from branch.news.models import Article, ArticlePhoto
from tests.factories import (
    make_class,
    make_head,
    make_session,
    make_staff,
    make_student,
    read_photo,
)
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def session():
    school_class = make_class(entry_year=2025, number=3)
    leader = make_staff(name="韩若溪")
    return make_session(school_class, leaders=[leader], feedback_line="多数同学愿意开口")


def photo_of(session):
    columns = stored(ActivityPhoto, read_photo())
    return session.activity.photos.create(uploaded_by=session.activity.logged_by, **columns)


def address_of(session):
    return reverse("portal:session-news", args=[session.pk])


def made(client, session, **chosen):
    address = address_of(session)
    return client.post(address, filled(client, address) | chosen)


def test_one_button_writes_a_draft_without_class_names_and_feedback(client, as_committee, session):
    answer = made(client, session)

    article = Article.objects.get()
    assert answer.url == reverse("news:article-update", args=[article.pk])
    assert (article.state, article.column.slug) == ("draft", "walkins")
    assert article.title == "初二年级开展“同桌之间”班级团辅"
    assert article.body == (
        "<p>11月12日，初二年级的一个班在本班教室开展“同桌之间”班级团辅，37 名学生参加。</p>"
    )


def test_a_small_number_is_left_out(client, as_committee):
    session = make_session(make_class(entry_year=2025), headcount=4)

    made(client, session)

    assert "名学生" not in Article.objects.get().body


def test_no_photo_is_copied_unless_it_is_chosen(client, as_committee, session):
    first, second = photo_of(session), photo_of(session)
    assert filled(client, address_of(session)).get("photos") in (None, [])

    made(client, session, photos=[second.pk], is_agreed="on")

    (copied,) = Article.objects.get().photos.all()
    assert copied.may_be_shown is True
    assert copied.file.name not in (first.file.name, second.file.name)


def test_who_has_left_the_class_since_the_photo_is_still_named(client, as_committee, session):
    pupil = make_student(session.school_class, name="林若楠")
    pupil.enrolments.update(until_on=date(2026, 11, 16))
    photo_of(session)

    page = client.get(address_of(session))

    assert page.context["consent"].hidden == [pupil]
    assert AccessRecord.objects.first().subjects == {"student": [pupil.pk]}


def test_a_reader_without_the_list_is_offered_no_photo(client, as_editor, editor):
    session = make_session(make_class(entry_year=2025), leaders=[editor.staff])
    photo = photo_of(session)
    form = filled(client, address_of(session))

    client.post(address_of(session), form | {"photos": [photo.pk], "is_agreed": "on"})

    assert not ArticlePhoto.objects.exists()


def test_a_photo_needs_the_tick_of_the_list_of_consents(client, as_committee, session):
    photo = photo_of(session)

    page = made(client, session, photos=[photo.pk])

    assert page.context["form"].errors == {
        "is_agreed": ["请对照名单看过照片，再勾选；不确定的不要选。"]
    }
    assert not Article.objects.exists()


def test_a_photo_of_another_activity_is_refused(client, as_committee, session):
    other = photo_of(make_session(make_class()))

    page = made(client, session, photos=[other.pk], is_agreed="on")

    assert list(page.context["form"].errors) == ["photos"]


def test_nothing_is_written_about_a_session_that_is_only_planned(client, as_committee):
    planned = make_session(make_class(), state="planned")

    assert client.get(address_of(planned)).status_code == 404


def test_an_editor_who_cannot_read_the_session_gets_no_draft(client, as_editor, session):
    assert client.get(address_of(session)).status_code == 404
    assert client.post(address_of(session)).status_code == 404
    assert not Article.objects.exists()


def test_a_head_teacher_writes_no_articles_and_has_no_button(client, session):
    head = make_head(session.school_class)
    client.force_login(head.user)

    assert "生成新闻稿" not in client.get(session.get_absolute_url()).text
    assert client.get(address_of(session)).status_code == 403


def test_a_session_has_one_draft_to_which_the_button_leads(client, as_committee, session):
    made(client, session)
    article = Article.objects.get()

    again = client.get(address_of(session))

    assert again.url == article.get_absolute_url()
    assert (
        f'href="{article.get_absolute_url()}"'
        in client.get(session.activity.get_absolute_url()).text
    )


def test_two_who_send_the_page_at_once_write_one_draft(client, as_committee, session):
    address = address_of(session)
    first, second = filled(client, address), filled(client, address)
    client.post(address, first)

    page = client.post(address, second)

    assert "刚有人写好了" in page.text
    assert Article.objects.count() == 1


def test_a_photo_added_later_waits_for_the_lists_whatever_is_said_of_it(
    client, as_committee, session
):
    photo = photo_of(session)
    made(client, session)
    address = reverse("portal:report-photos", args=[session.activity_id])
    page = client.get(address)
    sent = filled(client, address) | {"is_agreed": "on"}

    refused = client.post(address, sent | {"plain": [photo.pk]})
    client.post(address, sent | {"plain": [photo.pk], "with_pupils": [photo.pk]})

    assert ("没有学生" in page.text, refused.status_code) == (False, 200)
    assert list(ArticlePhoto.objects.values_list("has_pupils", "pupils_checked_by")) == [
        (True, None)
    ]
