"""Settings of commands that work on files alone: they need no secret and open no database.

`manage.py` chooses them. A server never runs on them: it is for `siwei.settings` to refuse to
start without its secrets.
"""

import os
import secrets

# Nothing is signed with it: it is made anew for each run, and forgotten.
os.environ["SIWEI_SECRET_KEY"] = secrets.token_urlsafe(64)

from siwei.settings import *  # noqa: F403

# Whoever asks for the database after all is told that there is none.
DATABASES = {}
