"""What an actual says, as its history keeps it and as the public sees it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from indicators.actuals.rules.workflow import published_note

# The kind of an actual's record.
KIND = "actual"

Json: TypeAlias = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class ActualContent:
    """What an actual says: `value` as printed (`9.0`), in the catalogue's unit."""

    state: str
    value: Decimal | None
    obs_status: str
    source: str = ""
    note: str = ""
    explanation: str = ""
    demo: bool = False

    def as_json(self) -> Json:
        return {
            "state": str(self.state),
            "value": None if self.value is None else format(self.value, "f"),
            "obs_status": str(self.obs_status),
            "source": self.source,
            "note": self.note,
            "explanation": self.explanation,
            "demo": self.demo,
        }

    @classmethod
    def of_json(cls, kept: Any) -> "ActualContent":
        """What a history row keeps; nothing at all where it keeps None (not there yet, or gone)."""
        if kept is None:
            return NOTHING
        value = kept["value"]
        return cls(**{**kept, "value": None if value is None else Decimal(value)})

    def published(self) -> Json:
        """What the public sees of it once it is published."""
        return {
            "value": None if self.value is None else format(self.value, "f"),
            "obs_status": str(self.obs_status),
            "source": self.source,
            "note": published_note(self.obs_status, self.note),
        }


NOTHING = ActualContent(state="", value=None, obs_status="")
