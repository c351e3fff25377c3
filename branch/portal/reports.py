"""写成报道: a news draft begun from an activity, once; its photos follow when somebody has looked at them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html

from branch.activities.models import Activity, Area
from branch.activities.turnout import with_turnout
from branch.core.models import AuditEvent, SiteProfile
from branch.core.undo import Trace, undoes
from branch.news.actions import add_photos, discard, write
from branch.news.models import Article, Column

from .drafting import body_of, title_of
from .event_text import told_of
from .models import EventReport

BEGUN = "report.begun"
BEGUN_BEFORE = "这次团辅的新闻稿刚有人写好了，请重新打开这一页。"
NOT_HELD = "活动办结以后再写报道。"
PUBLISHED_SINCE = "稿子已经送审或发布，请在文章页上办。"
# the column of an area, by its slug, where none is named as the programme or its kind
COLUMN_OF = {
    Area.ORGANISATION: "organisation-life",
    Area.LEARNING: "study",
    Area.WALKINS: "walkins",
    Area.SERVICE: "themed-events",
    Area.HOME_SCHOOL: "together",
}


def reportable(activities):
    """Those that were held and that no other record keeps, from whose page one reports."""
    return activities.done().filter(kept_by="")


@transaction.atomic
def begin_report(activity, *, at, by):
    """Write the draft of an activity; returns its `UndoStep`, None where there is a draft already."""
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if EventReport.objects.filter(activity=activity).exists():
        return None
    rows = with_turnout(Activity.objects.filter(pk=activity.pk)).select_related("programme")
    activity = reportable(rows).first()
    if activity is None:
        raise ValidationError(NOT_HELD)
    branch = SiteProfile.current().branch_name
    told = told_of(activity, by=branch)
    article = write(
        title=told.title,
        body=told.body,
        kind=Article.Kind.NEWS,
        column=column_of(activity.programme),
        author_text=branch,
        source_text=branch,
        by=by,
        at=at,
    )
    left_out = "\n".join(told.left_out)
    EventReport.objects.create(activity=activity, article=article, left_out=left_out)
    AuditEvent.record(actor=by, verb=BEGUN, target=activity, says="写成报道")
    return Trace(article).keep(BEGUN, target=activity, on=timezone.localdate(at), by=by)


@transaction.atomic
def begin_session_report(session, *, photos, pictures, at, by):
    """Write the draft of a class session; `pictures` are the stored values of `photos`, compared with 肖像同意."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=session.activity_id)
    if EventReport.objects.filter(activity=activity).exists():
        raise ValidationError(BEGUN_BEFORE)
    article = write(
        title=title_of(session),
        body=format_html("<p>{}</p>", body_of(session)),
        kind=Article.Kind.NEWS,
        column=_column_of_area(Area.WALKINS),
        by=by,
        at=at,
    )
    report = EventReport.objects.create(activity=activity, article=article)
    if pictures:
        report.photos.set(photos)
        facts = {"alt": "", "caption": "", "may_be_shown": True, "has_pupils": True}
        add_photos(article, pictures=pictures, **facts, is_checked=True, by=by, at=at)
    return article


def column_of(programme):
    """The column named as the programme or its kind, else that of its area."""
    named = Column.objects.filter(name__in=[programme.name, programme.get_kind_display()])
    return named.first() or _column_of_area(programme.area)


def _column_of_area(area):
    """The column of an area, else the first one: the school may have given it another slug."""
    return Column.objects.filter(slug=COLUMN_OF[area]).first() or Column.objects.first()


@undoes(BEGUN, permission="news.change_article")
def undo_report(rows, *, on, by):
    """Delete the draft that was begun, as long as nobody has changed it."""
    (article,) = rows
    if article.state != Article.State.DRAFT:
        raise ValidationError(PUBLISHED_SINCE)
    discard(article, version=article.version, by=by, on=on)


@transaction.atomic
def use_photos(report, *, pictures, at, by):
    """Copy photos of the activity to the draft; `pictures` are (photo, whether pupils can be recognised, stored values).

    Those with pupils are public only once the committee compared them with the lists of 肖像同意.
    """
    rows = EventReport.objects.select_related("activity").select_for_update(of=("self",))
    report = rows.get(pk=report.pk)
    used = set(report.photos.values_list("pk", flat=True))
    if any(photo.pk in used for photo, _, _ in pictures):
        raise ValidationError("有一张照片刚被选用过，请重新打开这一页。")
    facts = {"alt": "", "caption": "", "may_be_shown": True}
    for has_pupils in (False, True):
        answers = [(pupils or report.shows_pupils, values) for _, pupils, values in pictures]
        stored = [values for pupils, values in answers if pupils == has_pupils]
        if stored:
            add_photos(
                report.article, pictures=stored, has_pupils=has_pupils, by=by, at=at, **facts
            )
    report.photos.add(*(photo for photo, _, _ in pictures))
    return report
