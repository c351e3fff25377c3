"""The root URLconf, which includes those of all apps."""

from django.conf import settings
from django.urls import include, path

from branch.accounts.views import SignIn, SignOut
from branch.core.admin import site as reference_site

handler400 = "branch.core.failures.bad_request"
handler500 = "branch.core.failures.server_error"

urlpatterns = [
    path("", include("branch.operations.urls")),
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/logout/", SignOut.as_view(), name="logout"),
    path("", include("branch.accounts.urls")),
    path("desk/imports/", include("branch.rosters.urls")),
    path("desk/ledgers/", include("branch.ledgers.urls")),
    path("desk/coverage/", include("branch.coverage.urls")),
    path("desk/", include("branch.school.urls")),
    path("desk/matters/", include("branch.harm.urls")),
    path("", include("branch.activities.urls")),
    path(settings.ADMIN_PATH, reference_site.urls),
    path("", include("branch.members.urls")),
    path("desk/", include("branch.walkins.urls")),
    path("", include("branch.service.urls")),
    path("", include("branch.news.urls")),
    path("", include("branch.portal.urls")),
]
