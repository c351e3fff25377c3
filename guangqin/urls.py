"""Every address of the portal; the apps' own tables are included here and nowhere else."""

from django.urls import include, path

from branch.accounts.views import SignIn, SignOut

urlpatterns = [
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/logout/", SignOut.as_view(), name="logout"),
    path("accounts/", include("branch.accounts.urls")),
]
