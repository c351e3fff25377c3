"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guangqin.settings")
application = get_wsgi_application()

from branch.operations.serving import serve_from_now_on  # noqa: E402 (needs the settings)

serve_from_now_on()
