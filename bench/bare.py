"""The reference for ratios: a Django view without middleware."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    SECRET_KEY="bare",  # noqa: S106 (signs nothing)
    LOGGING_CONFIG=None,
)
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
