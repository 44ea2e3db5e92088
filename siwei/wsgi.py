"""The WSGI entry point (`gunicorn siwei.wsgi`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwei.settings")
application = get_wsgi_application()
