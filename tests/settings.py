"""The product's settings, made quick and the same on every machine.

A developer's own configuration must not change what the tests see, so only the database
(`DATABASE_URL`, or the option `--postgres`) and the browser are taken from the environment.
"""

import os
import tempfile
from pathlib import Path

_KEPT = ("SIWEI_TEST_", "SIWEI_CHROMIUM")
for _name in [name for name in os.environ if name.startswith("SIWEI_")]:
    if not _name.startswith(_KEPT):
        del os.environ[_name]
# The same in each process: databases are kept between runs.
os.environ["SIWEI_SECRET_KEY"] = "H1ul_tWDe5zzqKZZzI4EJ0VBmzoYyl6cJBX05QeVmthc-upCDmhHoeQgwV8d7s3w"

from common.limits.rules import Rate  # noqa: E402
from common.postgresql.options import connection_options  # noqa: E402
from siwei.settings import *  # noqa: E402, F403
from siwei.settings import DATABASES, STORAGES  # noqa: E402

_scratch = tempfile.TemporaryDirectory(prefix="siwei-test-")  # removed when the process ends
MEDIA_ROOT = Path(_scratch.name) / "media"
STATIC_ROOT = Path(_scratch.name) / "static"
STATIC_ROOT.mkdir()

# How busy the machine is decides no test: those of the limits set their own.
DATABASE_WAIT = 60
# A server thread keeps no connection: the database is replaced between tests (tests/contents.py).
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in a deployment: an in-memory database would share one connection, and so one
    # transaction, between the test and the threads of its live server.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_scratch.name) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["timeout"] = 20
    # And nothing of it has to survive a power failure.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # As a command's: how long a statement takes decides no test.
    DATABASES["default"]["OPTIONS"] |= connection_options({}, waits=True)

# The tests ask much in a minute, most of it from one address: those of the limits set their own.
RATE_ANONYMOUS = RATE_KEY = Rate("default", 1_000_000, 60)
RATE_EXPENSIVE = Rate("expensive", 1_000_000, 60)

# The manifest of hashed names exists only after collectstatic.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
