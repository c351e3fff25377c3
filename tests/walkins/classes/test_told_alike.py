"""Pages and tables say the same of sessions, to each reader no more than the page of the class does."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.core.models import Figure
from branch.core.periods import Period
from branch.ledgers.ledger import Ledger
from branch.portal.drafting import body_of
from branch.walkins.classes.actions import cancel_session, revise_session
from branch.walkins.classes.models import session_rules
from branch.walkins.classes.months import course_of
from branch.walkins.models import ClassSession
from tests.conftest import stop_clock
from tests.factories import make_member, make_posting, make_session
from tests.unpacked import text_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "11月")
LAST_YEAR = datetime(2026, 5, 12, 7, 50, tzinfo=UTC)


def lines(slug, user, period=NOVEMBER):
    ledger = Ledger.of(slug)
    titles = [column.title for column in ledger.columns]
    rows = ledger.rows(user, period=period, filters=None)
    return [dict(zip(titles, ledger.texts(row), strict=True)) for row in rows]


def told(client, session):
    """The texts of all that is said of a session's headcount to who is signed in."""
    table = reverse("ledgers:ledger-xlsx", args=["class-sessions"])
    pages = (session.get_absolute_url(), session.activity.get_absolute_url(), f"{table}?month=11")
    return [text_in(client.get(page).getvalue()) for page in pages]


def test_a_headcount_below_five_is_told_to_no_reader_who_does_not_record_it(
    client, member, school_class
):
    session = make_session(school_class, headcount=3)
    make_posting(school_class=school_class, member=member)
    client.force_login(member.staff.user)

    assert ["少于5人" in text for text in told(client, session)] == [True] * 3
    assert [line["参加人数"] for line in lines("class-sessions", member.staff.user)] == ["少于5人"]


def test_who_records_it_has_the_number_on_the_page_and_on_paper(client, head, school_class):
    session = make_session(school_class, headcount=3, leaders=[head])
    client.force_login(head.user)

    assert "<dd>3 人</dd>" in client.get(session.get_absolute_url()).text
    assert [line["参加人数"] for line in lines("class-sessions", head.user)] == ["3"]


def test_a_helper_who_had_left_the_branch_by_then_is_not_listed_as_member(
    committee, school_class, head
):
    left, here = make_member(), make_member()
    left.statuses.update(until_on=date(2026, 11, 11))
    here.statuses.update(until_on=date(2026, 11, 12))
    make_session(school_class, leaders=[head], companions=[left.staff, here.staff])

    assert [line["协助党员"] for line in lines("class-sessions", committee)] == [str(here)]


def test_a_session_in_the_holidays_counts_on_paper_as_on_the_page(
    committee, school_class, monkeypatch
):
    make_posting(school_class=school_class)
    for day in (datetime(2027, 1, 12, 2, tzinfo=UTC), datetime(2027, 2, 10, 2, tzinfo=UTC)):
        make_session(school_class, starts_at=day)
    february, today = Period(date(2027, 2, 1), date(2027, 2, 28), "2月"), date(2027, 2, 20)
    stop_clock(monkeypatch, today)

    held = [line["本学期班级团辅次数"] for line in lines("class-postings", committee, february)]

    assert (course_of(school_class, on=today).done_count, held) == (1, ["1"])


def test_in_the_holidays_as_many_are_needed_as_in_the_term(school_class, secretary):
    february = {"from_on": date(2027, 2, 1), "why": "支部决定", "set_by": secretary}
    Figure.objects.create(key="walkins.sessions_a_term", value=4, **february)
    holiday = date(2027, 2, 10)

    needed = session_rules(holiday).needed, course_of(school_class, on=holiday).needed

    assert needed == (3, 3)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2027-02-19", "团辅已记录。这一天不在登记的学期里，不计入次数。"),
        ("2027-01-15", "团辅已记录。"),
        ("2027-02-22", "已排好。这一天不在登记的学期里，不计入次数。"),
    ],
)
def test_a_session_that_counts_in_no_term_is_stored_with_this_sentence(
    client, head, school_class, theme, monkeypatch, day, says
):
    stop_clock(monkeypatch, date(2027, 2, 20))
    client.force_login(head.user)
    address = reverse("walkins:session-create")
    form = client.get(address).context["form"]
    typed = {"theme": theme.pk, "starts_at": f"{day}T10:00", "headcount": 3}
    typed |= {"leaders": [head.pk], "place": "本班教室", "photos_awaited": 0}

    page = client.post(address, {"form_token": form["form_token"].value(), **typed}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [says]


def test_a_session_of_last_year_is_changed_by_those_who_record_every_class(
    client, head, school_class, committee
):
    session = make_session(school_class, starts_at=LAST_YEAR)
    client.force_login(head.user)
    for name in ("session-update", "session-cancel"):
        assert client.get(reverse(f"walkins:{name}", args=[session.pk])).status_code == 404
    facts = {"reason": "误记", "version": session.version, "at": timezone.now()}
    with pytest.raises(ValidationError, match="请支委办理"):
        cancel_session(session, **facts, by=head.user)

    cancel_session(session, **facts, by=committee)

    assert not ClassSession.objects.not_cancelled().exists()


@pytest.mark.parametrize(
    ("starts_at", "is_asked"), [(LAST_YEAR, False), (datetime(2026, 11, 12, tzinfo=UTC), True)]
)
def test_a_head_teacher_is_asked_for_no_session_that_only_the_committee_records(
    client, head, school_class, starts_at, is_asked
):
    make_session(school_class, state="planned", starts_at=starts_at)
    client.force_login(head.user)

    assert ("记团辅情况" in client.get(reverse("portal:desk")).text) is is_asked


def test_a_session_is_not_moved_to_the_moment_of_another(head, school_class, theme):
    first = make_session(school_class, leaders=[head])
    second = make_session(school_class, starts_at=datetime(2026, 11, 13, 7, 50, tzinfo=UTC))
    facts = {"theme": theme, "place": "本班教室", "leaders": (head,), "headcount": 37}
    facts |= {"starts_at": first.activity.starts_at, "version": 1, "at": timezone.now()}

    with pytest.raises(ValidationError, match="已有一次团辅"):
        revise_session(second, **facts, by=head.user)
    revise_session(first, **facts, by=head.user)


def test_the_public_draft_leaves_out_a_place_that_names_the_class(school_class):
    places = {place: body_of(make_session(school_class, place=place)) for place in PLACES}

    assert [f"在{place}" in body for place, body in places.items()] == [True, True, False, False]
    assert "一个班开展" in places["初二（3）班教室"]


PLACES = ("本班教室", "团队辅导室", "初二（3）班教室", "八年级3班教室")
