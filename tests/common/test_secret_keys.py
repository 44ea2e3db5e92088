"""A key that can be guessed signs nothing outside of debug mode."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

from common.secret_keys import weakness


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "shorter"),
        ("x", "shorter"),
        ("水" * 50, "repeats"),
        ("ab12" * 20, "repeats"),
        ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "neighbouring"),
        ("1213141516" + "1221331441" * 3 + "12", "not random enough"),
        ("django-insecure-" + "vK8pz0Lq2wR5tY7uI9oP3aS6dF1gH4jK", "insecure"),
        ("CHANGEME-vK8pz0Lq2wR5tY7uI9oP3aS6dF1gH4jK", "changeme"),
        ("only-for-tests-only-for-tests-only-for-tests", "repeats"),
    ],
)
def test_why_a_key_is_weak(key: str, words: str) -> None:
    assert words in weakness(key)
    assert bool(words) == bool(weakness(key))


def test_what_the_message_proposes_is_good() -> None:
    assert weakness(secrets.token_urlsafe(64)) == ""
    assert weakness(secrets.token_hex(32)) == ""


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SIWEI_SECRET_KEY": "x"}, "SIWEI_SECRET_KEY is shorter"),
        (
            {"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_FORMER_SECRET_KEYS": "x"},
            "SIWEI_FORMER_SECRET_KEYS is shorter",
        ),
        (
            {"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_AUDIT_DAYS": "182"},
            "SIWEI_AUDIT_DAYS",
        ),
        ({"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_JOBS": "later"}, "SIWEI_JOBS"),
        (
            {"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_BASE_URL": "siwei.example"},
            "SIWEI_BASE_URL",
        ),
        ({"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_CONTACT": "siwei"}, "SIWEI_CONTACT"),
        (
            {"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_DATA_LICENCE": "CC-BY-4.0"},
            "SIWEI_DATA_LICENCE",
        ),
        (
            {"SIWEI_SECRET_KEY": settings.SECRET_KEY, "SIWEI_WEBHOOK_NETWORKS": "10.0.0.1/8"},
            "SIWEI_WEBHOOK_NETWORKS: 10.0.0.1/8 has host bits set",
        ),
        ({"SIWEI_SECRET_KEY": "x", "SIWEI_DEBUG": "true"}, ""),
        ({"SIWEI_SECRET_KEY": settings.SECRET_KEY}, ""),
    ],
    ids=[
        "a short key",
        "a short former key",
        "a log too short",
        "no such jobs",
        "no address",
        "nobody to ask",
        "no address of a licence",
        "no network",
        "in debug mode",
        "a good key",
    ],
)
def test_siwei_starts_or_says_why_not(variables: dict[str, str], words: str) -> None:
    known = {name: value for name, value in os.environ.items() if "SIWEI_" not in name}
    answer = subprocess.run(
        [sys.executable, "-c", "import siwei.settings"],
        cwd=settings.BASE_DIR,
        env=known | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert words in answer.stderr
    assert answer.returncode == bool(words)
