"""`make check`: everything that can be said of the code without running it, in a line each.

The output of a check is shown only where it fails, and one failure does not hide the next.
"""

import os
import secrets
import subprocess
import sys
import time

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "imports": ["lint-imports", "--no-logo"],
    "types": ["mypy", "."],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
}

# Those of a deployment. Checks read models and settings, never data.
SETTINGS = {
    "SIWEI_DEBUG": "false",
    "SIWEI_HTTPS": "true",
    "SIWEI_SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "sqlite://:memory:",
}


def main() -> int:
    environment = os.environ | SETTINGS
    failures = 0
    for name, (tool, *arguments) in CHECKS.items():
        begun = time.monotonic()
        done = subprocess.run(
            [f".venv/bin/{tool}", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        failed = done.returncode != 0
        failures += failed
        verdict = "FAILED" if failed else "ok"
        print(f"{name:<12}{verdict:<8}{time.monotonic() - begun:5.1f} s", flush=True)
        if failed:
            print(done.stdout, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
