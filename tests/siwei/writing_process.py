"""A process that writes to the database of a test: each line that it is sent is a statement."""

import json
import sys

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()
    settings.DATABASES["default"].update(json.loads(sys.argv[1]))
    from django.db import connection

    connection.settings_dict.update(json.loads(sys.argv[1]))
    for line in sys.stdin:
        with connection.cursor() as cursor:
            cursor.execute(line)
        sys.stdout.write("done\n")
        sys.stdout.flush()
