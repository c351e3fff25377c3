"""The pages of partners: the committee writes, members read, the contact and papers are the committee's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branch.activities.models import Partner
from branch.school.models import Staff
from branch.service.models import (
    AgreementPaper,
    BranchReport,
    ListEntry,
    PartnerEvaluation,
    PartnershipAgreement,
)
from tests.activities.factories import make_activity
from tests.conftest import TODAY
from tests.costs import cost_of
from tests.pdfs import pdf
from tests.service.partners.rows import (
    make_agreement,
    make_contact,
    make_entry,
    make_evaluation,
    make_paper,
    make_partner,
    make_report,
)
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
YESTERDAY = TODAY - timedelta(days=1)
BACKEND = "branch.accounts.backends.RoleBackend"
LIST, RESIDENCE = reverse("service:partner-list"), reverse("service:register-list")


def page_of(partner):
    return reverse("service:partner-detail", args=[partner.pk])


def send(client, name, row, /, **typed):
    address = reverse(f"service:{name}", args=[row.pk] if row else [])
    return client.post(address, filled(client, address) | typed, follow=True)


def scan(name):
    return SimpleUploadedFile(name, pdf())


def test_the_committee_writes_a_partner_from_the_list_to_the_evaluation(as_secretary, secretary):
    facts = {"contact_name": "安晓梅", "contact_phone": "024-88880000"}
    send(as_secretary, "partner-create", None, name="红心塔", kind="brand", **facts)
    partner = Partner.objects.get()
    send(as_secretary, "agreement-create", partner, title="共建协议", paper=scan("协议.pdf"))
    send(as_secretary, "branchreport-create", partner, place="红心塔党群服务站")
    send(as_secretary, "entry-create", partner, group="their_need", what="周末亲子阅读")
    page = send(as_secretary, "evaluation-create", partner, grade="优秀", words="随叫随到")

    report, said = BranchReport.objects.get(), PartnerEvaluation.objects.get()
    assert (report.from_on, report.reported_by) == (TODAY, secretary.staff)
    assert (said.year, said.evaluated_on) == (TODAY.year, TODAY)
    for shown in ("安晓梅", "共建协议", "红心塔党群服务站", "周末亲子阅读", "优秀", "看原件"):
        assert shown in page.text


def test_a_line_is_stepped_and_taken_off_at_one_tap(as_secretary):
    entry = make_entry(what="周末亲子阅读")
    step, end = (reverse(f"service:entry-{verb}", args=[entry.pk]) for verb in ("step", "end"))
    page = as_secretary.post(step, {"version": 1, "state": "running"}, follow=True)
    assert "2026-11-24 进行中" in page.text
    assert as_secretary.post(step, {"version": 2, "state": "best"}).status_code == 404

    page = as_secretary.post(end, {"version": 2}, follow=True)
    assert ListEntry.objects.get().until_on
    assert "撤下的（1）" in page.text
    assert "今天记的：周末亲子阅读" in page.text


def test_a_member_reads_what_is_agreed_and_neither_contact_nor_paper(client, member, secretary):
    row = make_agreement()
    make_contact(row.partner, name="安晓梅")
    make_paper(row, secretary)
    client.force_login(member.staff.user, BACKEND)
    page = client.get(page_of(row.partner))

    assert "共建协议" in page.text
    for hidden in ("安晓梅", "024-88880000", "看原件", "撤回", "加一项"):
        assert hidden not in page.text
    assert client.get(reverse("service:agreement-paper", args=[row.pk])).status_code == 403


def test_nobody_outside_the_branch_reads_a_partner(client, teacher):
    partner = make_partner()
    client.force_login(teacher, BACKEND)

    assert [client.get(one).status_code for one in (LIST, page_of(partner))] == [403, 403]


def test_the_committee_opens_a_paper(as_secretary, secretary):
    row = make_evaluation()
    make_paper(row, secretary)
    answer = as_secretary.get(reverse("service:evaluation-paper", args=[row.pk]))

    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    bare = make_evaluation()
    address = reverse("service:evaluation-paper", args=[bare.pk])
    assert as_secretary.get(address).status_code == 404


def test_who_reported_stays_named_after_leaving_the_school(as_secretary):
    row = make_report()
    Staff.objects.filter(pk=row.reported_by_id).update(until_on=YESTERDAY)
    page = send(as_secretary, "branchreport-update", row, place="红心塔党群服务站")

    assert "记录已保存。" in page.text
    row.refresh_from_db()
    assert row.place == "红心塔党群服务站"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "请填写协议名称。"),
        ({"title": "协议", "from_on": "2026-11-25"}, "不能晚于今天"),
        ({"title": "协议", "until_on": "2020-01-01"}, "结束日期不能早于开始日期。"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_secretary, typed, says):
    page = send(as_secretary, "agreement-create", make_partner(), **typed)

    assert says in page.text
    assert f'value="{typed["title"]}"' in page.text or not typed["title"]
    assert not PartnershipAgreement.objects.exists()


def test_a_paper_that_says_it_is_internal_is_refused(as_secretary):
    partner = make_partner()
    page = send(as_secretary, "agreement-create", partner, title="协议", paper=scan("内部协议.pdf"))

    assert "不得上传涉密文件" in page.text
    assert not AgreementPaper.objects.exists()


def test_two_who_change_a_partner_are_shown_both(as_secretary):
    partner = make_partner("春晖社区")
    address = reverse("service:partner-update", args=[partner.pk])
    form = filled(as_secretary, address) | {"name": "春晖街社区"}
    Partner.objects.filter(pk=partner.pk).update(name="春晖里社区", version=2)
    page = as_secretary.post(address, form)

    assert page.status_code == 409
    assert ("春晖街社区" in page.text, "春晖里社区" in page.text) == (True, True)


def test_the_list_is_by_kind_and_keeps_the_former_apart(as_secretary):
    here, street = make_agreement().partner, make_partner(kind="street")
    former = make_partner(is_active=False)

    for kind, found in (("", [street, here]), ("street", [street]), ("former", [former])):
        assert list(as_secretary.get(LIST, {"kind": kind}).context["object_list"]) == found


def test_the_page_of_a_partner_has_the_events_held_together_the_latest_first(as_secretary):
    partner = make_partner()
    first, second = (make_activity(title=title, partner=partner) for title in ("一", "二"))
    make_activity(title="取消的", partner=partner, state="cancelled", cancel_reason="下雨")
    make_activity(title="别处的", partner=make_partner())

    assert list(as_secretary.get(page_of(partner)).context["object_list"]) == [second, first]


def test_the_residence_page_says_where_the_branch_is_reported(as_secretary):
    assert "支部还没有登记报到" in as_secretary.get(RESIDENCE).text
    report = make_report(make_partner("红心塔"), place="红心塔党群服务站")
    make_entry(report.partner, what="周末亲子阅读")
    make_evaluation(report.partner, words="随叫随到")
    page = as_secretary.get(RESIDENCE)

    for shown in ("红心塔党群服务站", "周末亲子阅读（还没有开始）", "2025年度评价：随叫随到"):
        assert shown in page.text
    assert page_of(report.partner) in page.text


def test_pages_cost_the_same_for_one_and_for_many(as_secretary):
    partner = make_partner()
    costs = []
    for year in range(2020, 2026):
        make_agreement(partner, title=f"协议{year}")
        make_entry(partner)
        make_evaluation(partner, year=year)
        make_activity(partner=partner, title=f"活动{year}")
        report = make_report(partner if year == 2020 else None)
        make_entry(report.partner)
        pages = (LIST, page_of(partner), RESIDENCE)
        costs.append([cost_of(as_secretary.get, address)[1] for address in pages])

    assert costs[1] == costs[-1]
