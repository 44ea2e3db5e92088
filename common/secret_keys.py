"""Whether a key that signs sessions can be guessed. Asked before anything else starts."""

import math
from collections import Counter
from itertools import pairwise

LEAST_LENGTH = 40
LEAST_BITS = 120
# Words that stand in a key which somebody copied and never replaced.
PLACEHOLDERS = (
    *("changeme", "change-me", "change_me", "replace", "placeholder", "example", "insecure"),
    *("secret", "password", "your-", "your_", "django", "siwei", "for-these-checks"),
)
HOW_TO_MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


def weakness(key: str) -> str:
    """Why nobody should trust what this key signs, to be said after its name; "" if it will do.

    The bits are those of the key's own signs (Shannon): an upper limit for what a key is worth,
    which repetitions and short alphabets lower.
    """
    if len(key) < LEAST_LENGTH:
        return f"is shorter than {LEAST_LENGTH} characters"
    found = next((word for word in PLACEHOLDERS if word in key.lower()), None)
    if found is not None:
        return f"contains “{found}”, so it is no random key"
    if _period(key) <= len(key) // 2:
        return "repeats itself"
    if _steps(key) > len(key) // 2:
        return "is a row of neighbouring characters"
    return "is not random enough" if _bits(key) < LEAST_BITS else ""


def _bits(key: str) -> float:
    shares = [number / len(key) for number in Counter(key).values()]
    return -len(key) * sum(share * math.log2(share) for share in shares)


def _period(key: str) -> int:
    """The length of the part of which the key is made by repetition, the last maybe cut off."""
    return next(n for n in range(1, len(key) + 1) if key.startswith(key[n:]))


def _steps(key: str) -> int:
    """How many characters are the one before, or the next or last of the alphabet after it."""
    return sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(key))
