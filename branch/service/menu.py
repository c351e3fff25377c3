from branch.core.contributions import Entry, counted, menu

from .models import ParentSignUp

HOME_SCHOOL = "家校社共育"
SIGN_UPS = "sign_ups_to_handle"


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
