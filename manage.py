#!/usr/bin/env python
"""Django's command line for Siwei."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_for(sys.argv[1:]))
    if sys.argv[1:2] != ["runserver"]:
        os.environ.setdefault("SIWEI_PATIENT", "true")  # a command waits; only pages don't
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"manage.py: {error}")  # the settings say what is missing


def settings_for(arguments: list[str]) -> str:
    """The settings of a command: those of the site, unless it works on files alone."""
    match arguments:
        case ["new_plan", *_]:
            return "siwei.file_settings"
        case ["load_plans", *options] if "--check" in options:
            return "siwei.file_settings"
    return "siwei.settings"


if __name__ == "__main__":
    main()
