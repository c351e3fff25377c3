"""A member's public page: written and consented to by the member, approved by a colleague."""

import re
from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core import periods
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent, SiteProfile
from branch.core.public import touch
from branch.core.undo import Trace, undoes
from branch.core.wording import blocked, doubts
from branch.members.models import FlagPage, FlagPortrait

TEXT_FIELDS = ("post_title", "roles", "pledge")
COUNTED = re.compile(r"[0-9０-９]+\s*(?:余|多)?\s*(?:名|户|人次|人|次|小时|对|节|堂)")
State = FlagPage.State


@transaction.atomic
def write_page(member, *, on, by, version=None, portrait=None, **texts):
    """Write a member's own page; new texts and a new portrait need a new consent and a new approval.

    `portrait` are the column values of a stored picture, which replaces the one before; None leaves it.
    """
    if member.staff.user_id != by.pk:
        raise ValidationError("公开页由本人写。")
    page = _page_to_write(member, version)
    for name, value in texts.items():
        setattr(page, name, value)
    page.written_by, page.school_year = by, periods.school_year(on).start.year
    take_down(page, remark=page.remark, save=False)
    _refuse_blocked(page)
    replaced = page.portrait if portrait else None
    if portrait:
        page.portrait = FlagPortrait.objects.create(uploaded_by=by, **portrait)
    page.full_clean()
    page.save()
    _delete(replaced)
    return _recorded(page, "flag.written", by)


def _delete(portrait):
    """Delete a portrait with its files, if there is one."""
    if portrait:
        delete_on_commit(portrait)
        portrait.delete()


def drop_portrait(page):
    """Delete the portrait of a page, which stays as it is, with the initial; return whether there was one."""
    portrait, page.portrait, page.shows_portrait = page.portrait, None, False
    if portrait is None:
        return False
    page.version += 1
    page.save()
    _delete(portrait)
    return True


@transaction.atomic
def remove_portrait(page, *, by):
    """Delete the portrait whose member takes it back, in any state and at any version of the page."""
    page = FlagPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    return _recorded(page, "flag.portrait_removed", by) if drop_portrait(page) else page


def _recorded(page, verb, by, says=""):
    """Record the step and renew the public stamp, under which pages and todos are cached."""
    touch()
    AuditEvent.record(actor=by, verb=verb, target=page, says=says)
    return page


def _page_to_write(member, version):
    existing = FlagPage.objects.filter(member=member).first()
    return FlagPage.objects.lock(existing.pk, version) if existing else FlagPage(member=member)


def _lock(page, version, states, refusal):
    """Lock the page at this version; refuse it if it is in none of the states."""

    def check(row):
        if row.state not in states:
            raise ValidationError(refusal)

    return FlagPage.objects.lock(page.pk, version, check=check)


def _refuse_blocked(page):
    words = SiteProfile.current().blocked_word_list
    found = defaultdict(list)
    for name, text in _texts(page):
        found[name] += [f"含有禁用词“{word}”，请改掉后再保存。" for word in blocked(text, words)]
    found = {name: messages for name, messages in found.items() if messages}
    if found:
        raise ValidationError(found)


def _texts(page):
    """(field, text) of all that the public page shows; honours are no field of the form."""
    honours = [(NON_FIELD_ERRORS, f"{row.title} {row.issuer}") for row in page.honours]
    return [*((name, getattr(page, name)) for name in TEXT_FIELDS), *honours]


def doubts_about(page):
    """Messages on texts to check before approval: sensitive words, and numbers of people or hours."""
    text = "\n".join(text for _, text in _texts(page))
    counted = [f"写了数量“{found}”，公开页不列数字" for found in COUNTED.findall(text)]
    return [*doubts(text, SiteProfile.current().sensitive_word_list), *counted]


@transaction.atomic
def submit_page(page, *, version, at, by, shows_portrait=False):
    """Record the member's consent, to the portrait too if it is shown, and submit the page to the committee."""
    page = _lock(page, version, [State.DRAFT], "这一页已经送审。")
    page.state, page.consented_at, page.remark = State.SUBMITTED, at, ""
    page.shows_portrait = shows_portrait
    page.school_year = periods.school_year(timezone.localdate(at)).start.year
    page.full_clean()
    page.save()
    return _recorded(page, "flag.submitted", by)


@transaction.atomic
def approve_page(page, *, version, at, by, is_checked=False):
    """Publish a colleague's page; `is_checked` confirms the doubtful texts, if there are any."""
    page = _lock(page, version, [State.SUBMITTED], "这一页不在待审核状态。")
    if not is_checked and (open_doubts := doubts_about(page)):
        raise ValidationError({"is_checked": [*open_doubts, "核对后请勾选“我已核对”再公开。"]})
    _refuse_blocked(page)
    page.state, page.approved_by, page.approved_at = State.APPROVED, by, at
    page.full_clean()
    page.save()
    return _recorded(page, "flag.approved", by)


@transaction.atomic
def return_page(page, *, remark, version, by):
    """Return a page to the member with a remark; a public page is taken down."""
    states = [State.SUBMITTED, State.APPROVED]
    page = _lock(page, version, states, "这一页已经退回或由本人撤下。")
    take_down(page, remark=remark)
    return _recorded(page, "flag.returned", by, says=remark)


@transaction.atomic
def withdraw_page(page, *, on, by):
    """Take down a page whose member no longer consents, in any state and at any version.

    Returns the step, which the member can undo today; the portrait is deleted and does not come back.
    """
    page = FlagPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    drop_portrait(page)
    trace = Trace(page)
    take_down(page)
    _recorded(page, "flag.withdrawn", by)
    return trace.keep("flag.withdrawn", target=page, on=on, by=by)


@undoes("flag.withdrawn", permission="members.write_flagpage")
def show_again(rows, *, on, by):
    """Undo a withdrawal: the page is again what the member consented to and a colleague approved."""
    (page,) = rows
    _refuse_blocked(page)
    _recorded(page, "flag.withdrawal_undone", by)


@transaction.atomic
def carry_over(page, *, at, by):
    """Record the member's consent to the same texts for the current school year."""
    page = FlagPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    year = periods.school_year(timezone.localdate(at)).start.year
    if page.state != State.APPROVED or page.school_year != year - 1:
        raise ValidationError("只有上一学年公开过的页面可以沿用。")
    _refuse_blocked(page)
    page.school_year, page.consented_at = year, at
    page.version += 1
    page.full_clean()
    page.save()
    return _recorded(page, "flag.carried_over", by)


@transaction.atomic
def take_down_over(*, on):
    """Take down the pages that are over, and delete their portraits; return the number of pages."""
    pages = list(FlagPage.objects.select_for_update(of=("self",)).to_take_down(on))
    for page in pages:
        drop_portrait(page)
        take_down(page)
        _recorded(page, "flag.over", None)
    return len(pages)


def take_down(page, *, remark="", save=True):
    """Turn a page into a draft without consent or approval."""
    page.state, page.remark, page.shows_portrait = State.DRAFT, remark, False
    page.consented_at = page.approved_by = page.approved_at = None
    if save:
        page.version += 1
        page.save()
