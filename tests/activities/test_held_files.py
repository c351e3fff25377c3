"""Chosen files are held until their form is saved: for their owner alone, for a day, in no backup."""

import os
import re
import sqlite3
import subprocess
import tarfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity
from branch.core.models import Draft, HeldFile, SiteProfile
from branch.core.views import REPLAYED
from branch.news.models import ArticlePhoto
from tests.activities.held import LECTURE, held_by, held_on_disk, names, pdf, photo
from tests.activities.page_form import form_of
from tests.activities.test_form import edit_page
from tests.news.factories import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(as_secretary, address, typed):
    """The page of a form without a title, sent with three photos and a document."""
    files = {"new_photos": [photo(f"{n}.jpg") for n in "一二三"], "new_files": [pdf()]}
    return as_secretary.post(address, typed | files | {"title": ""})


def test_files_of_a_refused_form_are_shown_again_and_stored_with_it_once(
    refused, as_secretary, address, django_capture_on_commit_callbacks
):
    again = form_of(refused)
    assert names(HeldFile.objects.all()) == ["一.jpg", "二.jpg", "三.jpg", "讲稿.pdf"]
    assert held_on_disk() == 7
    second = HeldFile.objects.get(original_name="二.jpg")

    sent = again | {"title": "审议计划", "new_photos-drop": [second.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        as_secretary.post(address, sent)

    activity = Activity.objects.get()
    assert activity.photos.count() == 2
    (file,) = activity.files.all()
    with file.file.open() as content:
        assert (file.original_name, content.read()) == ("讲稿.pdf", LECTURE)
    assert (HeldFile.objects.count(), held_on_disk()) == (0, 0)


def test_the_stored_photo_is_the_one_that_was_held(refused, as_secretary, address):
    row = HeldFile.objects.get(original_name="一.jpg")
    with row.file.open() as file:
        held = file.read()

    others = [other.pk for other in HeldFile.objects.exclude(pk=row.pk)]
    sent = form_of(refused) | {"title": "审议计划", "new_photos-drop": others}
    as_secretary.post(address, sent)

    stored = Activity.objects.get().photos.get()
    assert (stored.width, stored.height) == (60, 80)
    for field in (stored.file, stored.thumb):
        assert field.name.startswith("activities/")
    with stored.file.open() as file:
        assert file.read() == held


def test_a_double_tap_stores_held_files_once(refused, as_secretary, address):
    sent = form_of(refused) | {"title": "审议计划"}

    first = as_secretary.post(address, sent)
    second = as_secretary.post(address, sent, follow=True)

    assert second.redirect_chain == [(first.url, 302)]
    assert [str(shown) for shown in second.context["messages"]][-1] == REPLAYED
    assert Activity.objects.get().photos.count() == 3


def test_a_saved_form_sent_again_without_one_of_its_files_is_no_replay(
    refused, as_secretary, address
):
    sent = form_of(refused) | {"title": "审议计划"}
    as_secretary.post(address, sent)

    again = as_secretary.post(address, sent | {"new_photos-held": sent["new_photos-held"][:1]})

    assert again.context["form"].is_already_saved
    assert Activity.objects.get().photos.count() == 3


def test_a_photo_removed_from_a_form_that_is_refused_again_is_deleted(
    refused, as_secretary, address, django_capture_on_commit_callbacks
):
    first = HeldFile.objects.first()
    with django_capture_on_commit_callbacks(execute=True):
        page = as_secretary.post(address, form_of(refused) | {"new_photos-drop": [first.pk]})

    assert names(HeldFile.objects.all()) == ["二.jpg", "三.jpg", "讲稿.pdf"]
    assert len(form_of(page)["new_photos-held"]) == 2
    assert held_on_disk() == 5


def test_a_file_that_cannot_be_read_leaves_the_others(as_secretary, address, typed):
    bad = SimpleUploadedFile("假.jpg", b"no picture")
    worse = SimpleUploadedFile("空.jpg", b"")

    page = as_secretary.post(address, typed | {"new_photos": [photo(), bad, worse]})

    first, second = page.context["form"].errors["new_photos"]
    assert first == "“假.jpg”不是可用的图片，请换一张 JPG、PNG、WebP 或 HEIC 图片。"
    assert second.endswith("其他照片还在。")
    assert names(HeldFile.objects.all()) == ["现场.jpg"]


@pytest.mark.parametrize("is_checked", ["", "on"])
def test_a_marked_document_is_held_only_once_it_is_checked(
    as_secretary, address, typed, is_checked
):
    fields = {"title": "", "new_files": [pdf("内部通报.pdf"), pdf()], "is_checked": is_checked}

    as_secretary.post(address, typed | fields)

    assert ("内部通报.pdf" in names(HeldFile.objects.all())) is bool(is_checked)
    assert "讲稿.pdf" in names(HeldFile.objects.all())


def test_files_that_arrive_one_by_one_are_stored_with_the_form(
    arrive, as_secretary, address, typed
):
    answers = [arrive("new_photos", photo()), arrive("new_files", pdf())]
    items = "".join(answer.content.decode() for answer in answers)
    held = dict(re.findall(r'name="(new_\w+-held)" value="(\d+)"', items))

    as_secretary.post(address, typed | held)

    assert [answer.status_code for answer in answers] == [201, 201]
    activity = Activity.objects.get()
    assert (activity.photos.count(), activity.files.count()) == (1, 1)


def test_a_file_that_arrived_but_is_not_named_by_the_form_is_not_stored(
    arrive, as_secretary, address, typed
):
    """The browser sent it with the form, because the answer to its arrival came too late."""
    arrive("new_photos", photo())

    as_secretary.post(address, typed | {"new_photos": [photo()]})

    assert Activity.objects.get().photos.count() == 1
    assert not HeldFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [("假.jpg", "“假.jpg”不是可用的图片"), ("秘密.jpg", "“秘密.jpg”的文件名像是涉密")],
)
def test_a_file_that_cannot_arrive_is_answered_with_why(arrive, name, says):
    answer = arrive("new_photos", SimpleUploadedFile(name, b"no picture"))

    assert (answer.status_code, answer.json()["says"][: len(says)]) == (422, says)
    assert held_on_disk() == 0


def test_a_marked_document_waits_for_its_tick_and_is_sent_with_the_form(
    arrive, as_secretary, address, typed
):
    answer = arrive("new_files", pdf("内部通知.pdf"))
    assert answer.status_code == 422
    assert answer.json()["stays"] is True
    assert "请勾选“已核对，附件不涉密”" in answer.json()["says"]
    assert not HeldFile.objects.exists()
    assert arrive("new_photos", photo("秘密.jpg")).json()["stays"] is False

    as_secretary.post(address, typed | {"new_files": [pdf("内部通知.pdf")], "is_checked": "on"})

    assert Activity.objects.get().files.get().original_name == "内部通知.pdf"


def test_a_form_that_is_saved_holds_no_more_files(arrive, as_secretary, address, typed):
    as_secretary.post(address, typed)

    assert arrive("new_photos", photo()).status_code == 409
    assert (HeldFile.objects.count(), held_on_disk()) == (0, 0)


def test_a_form_whose_held_files_are_gone_says_so_and_loses_nothing_else(
    refused, as_secretary, address
):
    HeldFile.objects.filter(original_name__in=["一.jpg", "二.jpg"]).drop()

    page = as_secretary.post(address, form_of(refused) | {"title": "审议计划"})

    assert page.context["form"].errors == {
        "new_photos": ["有 2 张照片过了一天，已经不在了，请再选一次。其他照片还在。"]
    }
    as_secretary.post(address, form_of(page))
    activity = Activity.objects.get()
    assert (activity.photos.count(), activity.files.count()) == (1, 1)


def test_nothing_arrives_where_a_person_may_not_write(client, teacher, address):
    client.force_login(teacher)
    sent = {"form_token": uuid4(), "hold_file": "new_photos", "file": photo()}

    assert client.post(address, sent).status_code == 403
    assert not HeldFile.objects.exists()


def test_storing_a_draft_removes_the_files_that_are_ticked(refused, as_secretary, address):
    second = HeldFile.objects.get(original_name="二.jpg")

    as_secretary.post(
        address, form_of(refused) | {"keep_draft": "1", "new_photos-drop": [second.pk]}
    )

    assert names(HeldFile.objects.all()) == ["一.jpg", "三.jpg", "讲稿.pdf"]
    assert Draft.objects.count() == 1


def test_a_draft_taken_up_shows_its_files(arrive, as_secretary, address, typed):
    arrive("new_photos", photo("饭堂.jpg"))
    as_secretary.post(address, typed | {"keep_draft": "1", "new_files": [pdf()]})

    page = as_secretary.get(Draft.objects.get().url)

    assert re.findall(r'alt="(饭堂.jpg)"', page.content.decode()) == ["饭堂.jpg"]
    assert form_of(page).keys() >= {"new_photos-held", "new_files-held"}
    as_secretary.post(address, form_of(page))
    activity = Activity.objects.get()
    assert (activity.photos.count(), activity.files.count()) == (1, 1)


def test_held_files_are_those_of_their_owner(client, secretary, teacher):
    row = held_by(secretary)
    thumb = reverse("portal:held-thumb", args=[row.pk])
    remove = reverse("portal:held-remove", args=[row.pk])
    listed = f"{reverse('portal:held-list')}?token={row.token}&field=new_photos"
    client.force_login(teacher)
    assert [client.get(thumb).status_code, client.post(remove).status_code] == [404, 404]
    assert client.get(listed).content.decode().split() == []

    client.force_login(secretary)
    shown = client.get(thumb)
    assert shown.getvalue()[:3] == b"\xff\xd8\xff"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert f'value="{row.pk}"' in client.get(listed).content.decode()
    assert client.post(remove).status_code == 204
    assert not HeldFile.objects.exists()


def test_a_form_cannot_name_a_file_that_somebody_else_holds(as_secretary, address, typed, teacher):
    theirs = held_by(teacher)
    HeldFile.objects.update(token=typed["form_token"][0])

    page = as_secretary.post(address, typed | {"new_photos-held": [theirs.pk]})

    assert page.context["form"].errors["new_photos"][0].startswith("有 1 张照片")
    assert not Activity.objects.exists()
    assert HeldFile.objects.get() == theirs


def test_a_conflict_keeps_the_files(refused, as_secretary, address, yesterday):
    as_secretary.post(address, form_of(refused) | {"title": "审议计划"})
    activity = Activity.objects.get()
    sent = form_of(as_secretary.get(edit_page(activity)))
    as_secretary.post(edit_page(activity), sent | {"place": "会议室", "form_token": uuid4()})

    conflict = as_secretary.post(edit_page(activity), sent | {"new_photos": [photo()]})
    assert conflict.status_code == 409
    as_secretary.post(edit_page(activity), form_of(conflict))

    assert activity.photos.count() == 4


def test_tick_wipes_what_was_held_for_a_day(secretary, django_capture_on_commit_callbacks, capsys):
    held_by(secretary, at=timezone.now() - timedelta(hours=25))
    young = held_by(secretary, at=timezone.now() - timedelta(hours=23))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("tick")

    assert list(HeldFile.objects.all()) == [young]
    assert held_on_disk() == 2
    assert default_storage.exists(young.file.name)
    assert "暂存的照片和附件：1" in capsys.readouterr().out


def test_tick_wipes_a_file_whose_row_was_never_stored(secretary):
    row = held_by(secretary)
    stray, fresh = (default_storage.save("held/a.jpg", photo()) for _ in range(2))
    for name in (row.file.name, stray):
        os.utime(default_storage.path(name), (0, 0))

    call_command("tick")

    kept = [default_storage.exists(name) for name in (row.file.name, row.thumb.name, fresh, stray)]
    assert kept == [True, True, True, False]


def test_pictures_are_held_until_their_form_is_ticked_and_stored_in_its_order(
    as_secretary, secretary
):
    page = reverse("news:photo-add", args=[make_draft(by=secretary).pk])
    two = {"upload": [photo("一.jpg"), photo("二.jpg")]}
    first = as_secretary.post(page, form_of(as_secretary.get(page)) | two)
    second = as_secretary.post(page, form_of(first) | {"upload": photo("三.jpg")})
    assert names(HeldFile.objects.all()) == ["一.jpg", "二.jpg", "三.jpg"]

    form = form_of(second)
    form["upload-held"].reverse()
    for width, row in enumerate(HeldFile.objects.order_by("-pk"), start=1):
        HeldFile.objects.filter(pk=row.pk).update(width=width)
    as_secretary.post(page, form | {"may_be_shown": "on", "has_pupils": "False"})

    in_page_order = ArticlePhoto.objects.order_by("order")
    assert [(one.order, one.width) for one in in_page_order] == [(1, 1), (2, 2), (3, 3)]
    assert all(one.file.name.startswith("news/") for one in ArticlePhoto.objects.all())
    assert not HeldFile.objects.exists()


def test_a_new_document_of_an_article_replaces_the_one_that_is_held(as_secretary, secretary):
    SiteProfile.objects.update(blocked_words="抽奖")
    page = reverse("news:file-add", args=[make_draft(by=secretary).pk])
    form = form_of(as_secretary.get(page))

    first = as_secretary.post(page, form | {"upload": pdf("抽奖一.pdf")})
    as_secretary.post(page, form_of(first) | {"upload": pdf("抽奖二.pdf")})

    assert names(HeldFile.objects.all()) == ["抽奖二.pdf"]


def test_no_backup_has_a_held_file_or_its_row(
    transactional_db, secretary, tmp_path_factory, settings
):
    settings.PRIVATE_ROOT = default_storage.location
    default_storage.save("kept.jpg", photo())
    row = held_by(secretary)

    work = tmp_path_factory.mktemp("backups")
    call_command("backup", str(work))

    (file,) = work.iterdir()
    with tarfile.open(file) as tar:
        stored = [name for name in tar.getnames() if name.startswith("private/")]
        assert stored == ["private/kept.jpg"]
        tar.extract("database", work, filter="data")
    content = (work / "database").read_bytes()
    assert rows_in(work / "database") == 0
    assert row.file.name.encode() not in content
    assert HeldFile.objects.get() == row


def rows_in(database):
    if connection.vendor == "sqlite":
        with sqlite3.connect(database) as copy:
            return copy.execute("SELECT count(*) FROM core_heldfile").fetchone()[0]
    command = ["pg_restore", "--data-only", "--table=core_heldfile", "--file=-", str(database)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return shown.count("held/")
