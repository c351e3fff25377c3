"""What follows is said before the step, by what is stored; if it changed since, the page asks again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.consequences import CHANGED_MEANWHILE
from branch.core.files import stored
from branch.core.models import AccessRecord
from branch.news.actions import add_photo
from branch.news.models import Article, ArticlePhoto
from branch.school.models import Staff, Student
from tests.factories import (
    make_class,
    make_flag_page,
    make_grant,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
    read_photo,
)
from tests.news.factories import make_draft
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
BACKEND = "branch.accounts.backends.RoleBackend"


def said(page):
    return [one.says for one in page.context["follows"]]


@pytest.fixture
def member(client, secretary, today):
    """A member with a role, an office, a public page and a pairing."""
    client.force_login(secretary, BACKEND)
    member = make_member()
    make_grant(member.staff.user, "committee")
    member.offices.create(kind="youth", from_on=today - timedelta(60))
    make_flag_page(member, on=today)
    student = make_need(make_student(make_class(number=7), name="潘云澈")).student
    make_pairing(member=member, student=student)
    return member


def test_a_release_names_all_that_ends_or_stays(client, member):
    page = client.get(reverse("members:member-release", args=[member.pk]))

    assert said(page) == [
        "不再列入第一党小组的名单，也不计入应到、表决",
        "青年委员担任到最后一天为止",
        "公开页撤下，公开网站马上不再显示",
        "支委的角色不随转出结束，请到“角色任命”办理",
        "结对的潘云澈（初二（7）班）回到待结对，请办理交接",
    ]
    assert AccessRecord.objects.get().subjects == {
        "student": [Student.objects.get(name="潘云澈").pk]
    }


def test_a_release_asks_again_when_an_office_was_added_meanwhile(client, member, today):
    address = reverse("members:member-release", args=[member.pk])
    form = filled(client, address)
    member.offices.create(kind="publicity", from_on=today)

    page = client.post(address, form)

    assert page.context["form"].non_field_errors() == [CHANGED_MEANWHILE]
    assert "宣传委员担任到最后一天为止" in said(page)
    assert member.statuses.get().until_on is None
    answer = client.post(address, filled(client, address), follow=True)
    assert "/desk/undo/" in answer.text
    assert member.statuses.get().until_on == today


def test_a_release_sent_without_the_page_asks(client, member):
    address = reverse("members:member-release", args=[member.pk])
    form = filled(client, address)
    del form["seen"]

    assert client.post(address, form).context["form"].non_field_errors() == [CHANGED_MEANWHILE]
    assert member.statuses.get().until_on is None


def test_who_records_a_leaving_sees_posts_and_roles_and_only_how_many_pupils(
    client, member, administrator
):
    client.force_login(administrator, BACKEND)
    make_head(make_class(number=3), staff=member.staff)

    page = client.get(reverse("school:staff-leave", args=[member.staff.pk]))

    assert said(page) == [
        "初二（3）班班主任担任到在校最后一天为止，请另行任命",
        "账号停用，各台设备上的登录立即退出",
        "不再担任：支委",
        "姓名、任教和过去的记录都保留；返校可以再登记",
        "组织关系和党内职务（青年委员）还在本支部，请支委办理",
        "结对的 1 名学生回到待结对，请支委办理交接",
    ]
    assert "潘云澈" not in page.text


def test_a_leaving_asks_again_when_a_post_was_added_meanwhile(client, member, administrator):
    client.force_login(administrator, BACKEND)
    address = reverse("school:staff-leave", args=[member.staff.pk])
    form = filled(client, address)
    make_head(make_class(), staff=member.staff)

    assert client.post(address, form).context["form"].non_field_errors() == [CHANGED_MEANWHILE]
    assert Staff.objects.get(pk=member.staff.pk).until_on is None


def test_the_page_of_a_leaving_pupil_does_not_tell_an_administrator_of_a_pairing(
    client, member, administrator
):
    client.force_login(administrator, BACKEND)
    pupils = [Student.objects.get(name="潘云澈"), make_student(make_class(number=7 + 1))]

    pages = [client.get(reverse("school:student-leave", args=[pupil.pk])) for pupil in pupils]

    assert [said(page)[1:] for page in pages] == [["还在结对的，请支委另行结束结对"]] * 2


def test_a_draft_is_deleted_only_with_the_pictures_one_saw(client, editor):
    client.force_login(editor, BACKEND)
    article = make_draft(by=editor)
    page = client.get(article.get_absolute_url())
    (step,) = [one for one in page.context["steps"] if one.step.name == "article-discard"]
    form = {"form_token": step.form["form_token"].value(), "version": article.version}
    photo = stored(ArticlePhoto, read_photo())
    add_photo(article, picture=photo, alt="合影", caption="", by=editor, at=timezone.now())

    refused = client.post(step.url, form | {"seen": step.seen}, follow=True)

    assert "正文一起删除" not in refused.text
    assert "正文和 1 张图片一起删除，不能恢复。" in refused.text
    assert Article.objects.filter(pk=article.pk).exists()
