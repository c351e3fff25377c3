"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from branch.operations.serving import serve_from_now_on

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guangqin.settings")
application = get_wsgi_application()
serve_from_now_on()
