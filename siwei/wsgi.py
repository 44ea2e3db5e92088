"""The WSGI entry point (`gunicorn siwei.wsgi`)."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwei.settings")
application = get_wsgi_application()

# What is there by now is there for good. Else the garbage collector looks all of it through again
# while a large page is made, which takes longer than half of that page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
