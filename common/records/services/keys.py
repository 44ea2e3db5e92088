"""The keys of the history, from the settings: the one that seals, and those of before."""

import hashlib
from functools import lru_cache

from django.conf import settings

from common.records.rules.seals import Key, key_from


def current_key() -> Key:
    """The key that seals what is written now: `SIWEI_HISTORY_KEY`, else made of the secret key."""
    return key_from_text(settings.HISTORY_KEY or settings.SECRET_KEY)


def key_named(name: str) -> Key | None:
    """The key with that id, if the settings have it: the current one or one of before."""
    return next((key for key in known_keys() if key.id == name), None)


def known_keys() -> list[Key]:
    """The keys that the settings have, the current one first."""
    former = list(settings.FORMER_HISTORY_KEYS)
    if not settings.HISTORY_KEY:
        former += settings.SECRET_KEY_FALLBACKS
    return [current_key(), *(key_from_text(text) for text in former)]


def current_digest() -> str:
    """With what hashes and seals are made now: `sha256` or `sm3`."""
    digest: str = settings.HISTORY_DIGEST
    return digest


def is_available(digest: str) -> bool:
    """Whether this Python has that digest; its OpenSSL decides about SM3."""
    try:
        hashlib.new(digest)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=32)
def key_from_text(text: str) -> Key:
    return key_from(text)
