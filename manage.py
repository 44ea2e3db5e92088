#!/usr/bin/env python
"""Django's command line for Siwei."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwei.settings")
    if sys.argv[1:2] != ["runserver"]:
        os.environ.setdefault("SIWEI_PATIENT", "true")  # a command waits; only pages don't
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
