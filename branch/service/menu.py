from django.utils import timezone

from branch.core.contributions import Entry, counted, menu, quick
from branch.core.periods import day
from branch.members.models import Office

from .models import BookRecommendation, EventMaterial, FlagSpeech, ParentSignUp, ServiceDeed
from .outings.models import own_events
from .registers.reading import unregistered_on

BRANCH, HOME_SCHOOL, KEEPING = "支部工作", "家校社共育", "支部管理"
# what waits for the user, as an attribute that the query for the account counts
DEEDS_WAITING = "deeds_waiting"
UNREGISTERED = "is_unregistered"
BOOKS_WAITING, FILES_WAITING = "books_waiting", "files_waiting"
SPEECHES_WAITING = "speeches_waiting"
SIGN_UPS = "sign_ups_to_handle"
TALLIES = "tallies_today"
SECRETARY_ASKED = "is_secretary"


@counted(DEEDS_WAITING)
def deeds_waiting(user):
    """Deeds that another told late, so that the desk reads them only where there are some."""
    return ServiceDeed.objects.to_be_decided_by(user)


@counted(UNREGISTERED)
def unregistered(user):
    """The user's own membership, where it is to be registered: so that the desk of others reads no such gap."""
    return unregistered_on(timezone.localdate()).filter(staff__user=user)


@counted(BOOKS_WAITING)
def books_waiting(user):
    """Books that another recommended and the user may let the public read."""
    return BookRecommendation.objects.waiting_for(user)


@counted(FILES_WAITING)
def files_waiting(user):
    """Files for the public, likewise."""
    return EventMaterial.objects.waiting_for(user)


@counted(SPEECHES_WAITING)
def speeches_waiting(user):
    """Speeches under the flag, likewise."""
    return FlagSpeech.objects.waiting_for(user)


@counted(SECRETARY_ASKED)
def secretary_asked(user):
    """The user's seat as secretary: so that the desk of others reads no duty of the secretary."""
    seats = Office.objects.active_on(timezone.localdate()).filter(kind=Office.Kind.SECRETARY)
    return seats.filter(member__staff__user=user)


@counted(SIGN_UPS)
def sign_ups_to_handle(user):
    """Families to verify or to ring, of events that the user logged."""
    return ParentSignUp.objects.to_handle_by(user)


@counted(TALLIES)
def tallies_today(user):
    """Events of today at which the user tallies consultations."""
    return own_events(user).not_cancelled().within(day(timezone.localdate()))


def has_a_stall_today(user):
    """Whether there is an event today at which the user tallies: then that is what the round button begins."""
    return bool(getattr(user, TALLIES, 0))


def never(user):
    """Not the round button of anybody, who has more often something else to record."""
    return False


OPENINGS = "service.view_parentopening"

menu(
    Entry("志愿者队伍", "users", "service:team-list", 218, "service.view_volunteerteam", BRANCH),
    Entry("三报到三服务", "bus", "service:register", 219, "service.view_own_register", BRANCH),
)
# first what everybody opens on the day of an event, then what is kept before and after it
menu(
    Entry("到场登记", "check", "service:door-list", 350, "service.keep_door", HOME_SCHOOL),
    Entry(
        "咨询登记", "talk", "service:tally-list", 351, "service.keep_tally", HOME_SCHOOL, TALLIES
    ),
    Entry("家长报名", "users", "service:parentopening-list", 352, OPENINGS, HOME_SCHOOL, SIGN_UPS),
    Entry("讲座和资料", "book", "service:talk-list", 353, OPENINGS, HOME_SCHOOL),
    Entry("主讲人", "users", "service:speaker-list", 354, "service.view_speakercard", HOME_SCHOOL),
    Entry("荐书", "book", "service:book-list", 355, "service.view_bookrecommendation", HOME_SCHOOL),
    Entry("国旗下讲话", "flag", "service:flag-weeks", 356, "service.view_flagspeech", HOME_SCHOOL),
    Entry("服务系列", "bus", "service:series-list", 357, "service.view_series", HOME_SCHOOL),
    Entry("共建单位", "users", "service:partner-list", 358, "activities.view_partner", HOME_SCHOOL),
)
menu(
    Entry(
        "居住地报到",
        "bus",
        "service:register-list",
        425,
        "service.view_communityregistration",
        KEEPING,
        DEEDS_WAITING,
    ),
    Entry(
        "服务统计",
        "bus",
        "service:series-totals",
        427,
        "activities.view_attendance_reason",
        KEEPING,
    ),
)
quick(
    Entry(
        "咨询登记",
        "talk",
        "service:tally-list",
        225,
        "service.keep_tally",
        comes_first=has_a_stall_today,
        is_listed=has_a_stall_today,
    ),
    Entry(
        "记社区服务",
        "bus",
        "service:register",
        220,
        "service.view_own_register",
        comes_first=never,
    ),
)
