from django.utils import timezone

from branch.core.contributions import Entry, counted, menu, quick

from .models import ParentSignUp, ServiceDeed
from .registers.reading import unregistered_on

BRANCH, KEEPING = "支部工作", "支部管理"
# what waits for the user, as an attribute that the query for the account counts
DEEDS_WAITING = "deeds_waiting"
UNREGISTERED = "is_unregistered"
HOME_SCHOOL = "家校社共育"
SIGN_UPS = "sign_ups_to_handle"


@counted(DEEDS_WAITING)
def deeds_waiting(user):
    """Deeds that another told late, so that the desk reads them only where there are some."""
    return ServiceDeed.objects.to_be_decided_by(user)


@counted(UNREGISTERED)
def unregistered(user):
    """The user's own membership, where it is to be registered: so that the desk of others reads no such gap."""
    return unregistered_on(timezone.localdate()).filter(staff__user=user)


menu(
    Entry("三报到三服务", "bus", "service:register", 220, "service.view_own_register", BRANCH),
    Entry(
        "居住地报到",
        "bus",
        "service:register-list",
        425,
        "service.view_communityregistration",
        KEEPING,
        DEEDS_WAITING,
    ),
)


def never(user):
    """Not the round button of anybody, who has more often something else to record."""
    return False


quick(
    Entry(
        "记社区服务",
        "bus",
        "service:register",
        220,
        "service.view_own_register",
        comes_first=never,
    )
)


@counted(SIGN_UPS)
def sign_ups_to_handle(user):
    """Families to verify or to ring, of events that the user logged."""
    return ParentSignUp.objects.to_handle_by(user)


menu(
    Entry(
        "家长报名",
        "users",
        "service:parentopening-list",
        350,
        "service.view_parentopening",
        HOME_SCHOOL,
        SIGN_UPS,
    ),
    Entry("到场登记", "check", "service:door-list", 352, "service.keep_door", HOME_SCHOOL),
)

menu(
    Entry(
        "服务统计",
        "bus",
        "service:series-totals",
        427,
        "activities.view_attendance_reason",
        KEEPING,
    )
)
