"""System checks: can the history be sealed as the settings say, and is the key one of its own?"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from common.records.rules.chain import DIGESTS
from common.records.services.keys import is_available

SHORTEST = 32


@register(Tags.security)
def digest_is_there(**kwargs: Any) -> list[CheckMessage]:
    """In every mode, since nothing could be written."""
    digest = settings.HISTORY_DIGEST
    if digest not in DIGESTS:
        names = " or ".join(DIGESTS)
        words = f"SIWEI_HISTORY_DIGEST is {digest!r}; {names} is possible."
        return [Error(words, id="records.E001")]
    if not is_available(digest):
        words = f"This Python's OpenSSL has no {digest}, which SIWEI_HISTORY_DIGEST names."
        hint = "Use sha256, or a Python with an OpenSSL that has it (1.1.1 and newer do)."
        return [Error(words, hint=hint, id="records.E002")]
    return []


@register(Tags.security, deploy=True)
def key_is_its_own(**kwargs: Any) -> list[CheckMessage]:
    """With `check --deploy`: the key of the history lives longer than that of the sessions."""
    key = settings.HISTORY_KEY
    if not key:
        words = "SIWEI_HISTORY_KEY is not set: the history is sealed with SIWEI_SECRET_KEY."
        hint = (
            "Set a key of its own. The rows that are there stay verifiable with the value of "
            "SIWEI_SECRET_KEY in SIWEI_FORMER_HISTORY_KEYS."
        )
        return [Warning(words, hint=hint, id="records.W001")]
    if key == settings.SECRET_KEY:
        words = "SIWEI_HISTORY_KEY is the same as SIWEI_SECRET_KEY."
        return [Warning(words, hint="Set a key of its own.", id="records.W002")]
    if len(key) < SHORTEST:
        words = f"SIWEI_HISTORY_KEY has fewer than {SHORTEST} characters."
        hint = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        return [Warning(words, hint=hint, id="records.W003")]
    return []
