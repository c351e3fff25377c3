"""A form, and a person, have a number of files held at most; one more goes with its form."""

import pytest

from branch.core.models import HeldFile
from tests.activities.held import copies, held_by, held_on_disk, names, pdf, photo
from tests.activities.page_form import form_of

pytestmark = pytest.mark.django_db


def test_a_field_holds_its_maximum_and_the_next_file_goes_with_the_form(arrive, typed):
    arrive("new_photos", photo())
    copies(HeldFile.objects.get(), 7)
    assert arrive("new_photos", photo()).status_code == 201

    answer = arrive("new_photos", photo("十.jpg"))

    says = {"says": "照片最多 9 张，“十.jpg”没有留住。", "stays": True}
    assert (answer.status_code, answer.json()) == (422, says)
    assert (HeldFile.objects.count(), held_on_disk()) == (9, 4)
    assert arrive("new_files", pdf()).status_code == 201


def test_a_refused_form_names_the_tenth_photo_which_is_not_held(as_secretary, address, typed):
    photos = [photo(f"{n}.jpg") for n in range(10)]

    page = as_secretary.post(address, typed | {"title": "", "new_photos": photos})

    assert page.context["form"].errors["new_photos"] == ["照片最多 9 张，“9.jpg”没有留住。"]
    assert len(form_of(page)["new_photos-held"]) == HeldFile.objects.count() == 9


def test_a_refused_form_holds_what_it_sent_in_place_of_what_it_does_not_name(
    arrive, as_secretary, address, typed
):
    arrive("new_photos", photo("一.jpg"))
    copies(HeldFile.objects.get(), 8)

    as_secretary.post(address, typed | {"title": "", "new_photos": [photo("二.jpg")]})

    assert names(HeldFile.objects.all()) == ["二.jpg"]


def test_a_person_holds_sixty_files_at_a_time(
    arrive, as_secretary, address, typed, secretary, teacher
):
    theirs = held_by(teacher)
    copies(theirs, 59)
    other = held_by(secretary)
    copies(other, 58)
    assert arrive("new_files", pdf()).status_code == 201
    says = "您还没有保存的照片和附件已有 60 个，“讲稿.pdf”没有留住，请先保存或移除几个。"

    answer = arrive("new_files", pdf())
    sent = typed | {"title": "", "new_files": [pdf()]}
    page = as_secretary.post(address, sent | {"new_files-held": [HeldFile.objects.last().pk]})

    assert (answer.status_code, answer.json()) == (422, {"says": says, "stays": True})
    assert page.context["form"].errors["new_files"] == [says]
    assert HeldFile.objects.of(secretary).count() == 60
    assert HeldFile.objects.filter(token=other.token).count() == 59
