"""A member's public page: written and consented to by the member, let out by a colleague."""

import re
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core import periods
from branch.core.models import AuditEvent, SiteProfile
from branch.core.public import touch
from branch.core.wording import blocked, doubts
from branch.members.models import FlagPage

WORDS = ("post_title", "roles", "pledge")
COUNTED = re.compile(r"[0-9０-９]+\s*(?:余|多)?\s*(?:名|户|人次|人|次|小时|对|节|堂)")
State = FlagPage.State


@transaction.atomic
def write_page(member, *, on, by, version=None, **words):
    """Put a member's own words on their page; new words need a new consent and a new approval."""
    if member.staff.user_id != by.pk:
        raise ValidationError("公开页由本人写。")
    page = _page_to_write(member, version)
    for name, value in words.items():
        setattr(page, name, value)
    page.written_by, page.school_year = by, periods.school_year(on).start.year
    take_down(page, remark=page.remark, save=False)
    _refuse_blocked(page)
    page.full_clean()
    page.save()
    return _left_a_trace(page, "flag.written", by)


def _left_a_trace(page, verb, by, says=""):
    """Every step moves the public stamp, under which pages and what waits on desks are kept."""
    touch()
    AuditEvent.record(actor=by, verb=verb, target=page, says=says)
    return page


def _page_to_write(member, version):
    standing = FlagPage.objects.filter(member=member).first()
    return FlagPage.objects.lock(standing.pk, version) if standing else FlagPage(member=member)


def _refuse_blocked(page):
    words = SiteProfile.current().blocked_word_list
    found = defaultdict(list)
    for name, text in _texts(page):
        found[name] += [f"含有禁用词“{word}”，请改掉后再保存。" for word in blocked(text, words)]
    found = {name: says for name, says in found.items() if says}
    if found:
        raise ValidationError(found)


def _texts(page):
    """(field, words) of all that strangers would read; an honour is no field of the form."""
    honours = [(NON_FIELD_ERRORS, f"{row.title} {row.issuer}") for row in page.honours]
    return [*((name, getattr(page, name)) for name in WORDS), *honours]


def doubts_about(page):
    """What a colleague should look at before strangers read it; a page counts nothing."""
    text = "\n".join(words for _, words in _texts(page))
    counted = [f"写了数量“{found}”，公开页不列数字" for found in COUNTED.findall(text)]
    return [*doubts(text, SiteProfile.current().sensitive_word_list), *counted]


@transaction.atomic
def submit_page(page, *, version, at, by):
    """Consent to these words being public, and hand them to the committee."""
    page = FlagPage.objects.lock(page.pk, version)
    if page.state != State.DRAFT:
        raise ValidationError("这一页已经送审。")
    page.state, page.consented_at, page.remark = State.SUBMITTED, at, ""
    page.school_year = periods.school_year(timezone.localdate(at)).start.year
    page.full_clean()
    page.save()
    return _left_a_trace(page, "flag.submitted", by)


@transaction.atomic
def approve_page(page, *, version, at, by, is_checked=False):
    """Let a colleague's page out, with an eye on every wording that could point to a helped child."""
    page = FlagPage.objects.lock(page.pk, version)
    if page.state != State.SUBMITTED:
        raise ValidationError("这一页不在待审核状态。")
    if not is_checked and (open_doubts := doubts_about(page)):
        raise ValidationError({"is_checked": [*open_doubts, "核对后请勾选“我已核对”再公开。"]})
    _refuse_blocked(page)
    page.state, page.approved_by, page.approved_at = State.APPROVED, by, at
    page.full_clean()
    page.save()
    return _left_a_trace(page, "flag.approved", by)


@transaction.atomic
def return_page(page, *, remark, version, by):
    """Back to the member with a sentence; a public page is taken down by it."""
    page = FlagPage.objects.lock(page.pk, version)
    if page.state == State.DRAFT:
        raise ValidationError("这一页已经退回或由本人撤下。")
    take_down(page, remark=remark)
    return _left_a_trace(page, "flag.returned", by, says=remark)


@transaction.atomic
def withdraw_page(page, *, by):
    """The member no longer consents: gone at once, whatever anyone else is doing to it."""
    page = FlagPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    take_down(page)
    return _left_a_trace(page, "flag.withdrawn", by)


@transaction.atomic
def carry_over(page, *, at, by):
    """One tap a year: the member consents to the same words for the running school year."""
    page = FlagPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    year = periods.school_year(timezone.localdate(at)).start.year
    if page.state != State.APPROVED or page.school_year != year - 1:
        raise ValidationError("只有上一学年公开过的页面可以沿用。")
    _refuse_blocked(page)
    page.school_year, page.consented_at = year, at
    page.version += 1
    page.full_clean()
    page.save()
    return _left_a_trace(page, "flag.carried_over", by)


def take_down(page, *, remark="", save=True):
    """Neither shown nor waiting to be, and consented to no longer."""
    page.state, page.remark = State.DRAFT, remark
    page.consented_at = page.approved_by = page.approved_at = None
    if save:
        page.version += 1
        page.save()
