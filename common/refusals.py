"""Why a write was refused. Every way in (page, API, import) words and answers them alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was sent. `field` is empty where it is the whole."""

    field: str
    code: str
    message: str
    key: str = ""


class Refused(Exception):
    """A write that was not done; nothing was stored. `code` says to a program what `message` says
    to a person; a class has one for what it has no more to say of.

    `faults` are what is wrong with what was sent, `current` is what is stored instead of what was
    seen: both empty but for the refusal that they belong to.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message  # what it says, also where it was made more exact since
        self.code = code or self.code
        self.faults: list[Fault] = []
        self.current: Any = None

    def __str__(self) -> str:
        return self.message


class NotAllowed(Refused):
    """The actor may not do this (403)."""

    code = "not_allowed"


class NotThere(Refused):
    """No such value, or the actor may not even read it (404)."""

    code = "not_there"


class WrongState(Refused):
    """The state of the value, or its year, does not allow the action (409)."""

    code = "wrong_state"


class Stale(Refused):
    """The write named another version than the stored one (412). `current` is that one.

    `was_older`: somebody has changed the value since the version that was named.
    """

    code = "stale"

    def __init__(
        self, message: str, current: Any, *, was_older: bool = False, code: str = ""
    ) -> None:
        super().__init__(message, code=code)
        self.current = current
        self.was_older = was_older


class Invalid(Refused):
    """What was sent is wrong (400)."""

    code = "invalid"

    def __init__(self, message: str, faults: Sequence[Fault], findings: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.faults = list(faults)
        self.findings = list(findings)
