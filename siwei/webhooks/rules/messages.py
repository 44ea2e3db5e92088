"""What a message says, and what is kept of the answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MAX_ANSWER = 500  # characters
KEPT_ATTEMPTS = 100  # of each webhook

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell. By its `id` a receiver knows it again, however often it is sent.

    `position` is the place after it in the change feed.
    """

    id: str
    type: str
    at: datetime
    data: Mapping[str, Any]
    position: str = ""


def test_message(webhook: int, *, name: str, nonce: str, now: datetime) -> Message:
    """A message that says nothing but that messages arrive."""
    return Message(f"msg_{webhook}_test_{nonce}", "webhook.test", now, {"name": name})


def readable(answer: bytes) -> str:
    """The beginning of an answer as text that can be stored and shown."""
    text = answer.decode("utf-8", "replace")
    return _UNSEEN.sub("\ufffd", text)[:MAX_ANSWER]
