"""What an actual says, as its history keeps it and as the public sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from indicators.actuals.rules.workflow import published_note

# The kind of an actual's record.
KIND = "actual"

Json: TypeAlias = dict[str, str | int | bool | None]


# What the history keeps of a withdrawal begins with it; rows of other times have none of it.
_WITHDRAWN = "withdrawn_"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was published last, when and why it was withdrawn, and by which organ.

    `version` is the number of the history row that withdrew it. `organ_en`: what the organ is
    called in English, where it is a region that has such a name; no history keeps it.
    """

    value: Decimal | None
    obs_status: str
    at: datetime
    organ: str
    reason: str
    version: int
    organ_en: str = field(default="", compare=False)

    def as_json(self) -> Json:
        return {
            "withdrawn_value": None if self.value is None else format(self.value, "f"),
            "withdrawn_obs_status": str(self.obs_status),
            "withdrawn_at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "withdrawn_organ": self.organ,
            "withdrawn_reason": self.reason,
            "withdrawn_version": self.version,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Withdrawal":
        value = kept["value"]
        return cls(
            value=None if value is None else Decimal(value),
            obs_status=kept["obs_status"],
            at=datetime.fromisoformat(kept["at"]),
            organ=kept["organ"],
            reason=kept["reason"],
            version=kept["version"],
        )


class ActualContent(NamedTuple):
    """What an actual says: `value` as printed (`9.0`), in the catalogue's unit.

    `withdrawn` is what was published before and is so no longer, until a value is approved again.
    """

    state: str
    value: Decimal | None
    obs_status: str
    source: str = ""
    note: str = ""
    explanation: str = ""
    demo: bool = False
    withdrawn: Withdrawal | None = None

    def as_json(self) -> Json:
        said: Json = {
            "state": str(self.state),
            "value": None if self.value is None else format(self.value, "f"),
            "obs_status": str(self.obs_status),
            "source": self.source,
            "note": self.note,
            "explanation": self.explanation,
            "demo": self.demo,
        }
        return said if self.withdrawn is None else said | self.withdrawn.as_json()

    @classmethod
    def of_json(cls, kept: Any) -> "ActualContent":
        """What a history row keeps; nothing at all where it keeps None (not there yet, or gone)."""
        if kept is None:
            return NOTHING
        said = dict(kept)
        value = said.pop("value")
        ended = None
        if not said.keys() <= _NOT_WITHDRAWN:
            ended = {
                name.removeprefix(_WITHDRAWN): said.pop(name)
                for name in kept
                if name.startswith(_WITHDRAWN)
            }
        return cls(
            **said,
            value=None if value is None else Decimal(value),
            withdrawn=Withdrawal.of_json(ended) if ended else None,
        )

    def published(self) -> Json:
        """What the public sees of it once it is published."""
        return {
            "value": None if self.value is None else format(self.value, "f"),
            "obs_status": str(self.obs_status),
            "source": self.source,
            "note": published_note(self.obs_status, self.note),
        }


_NOT_WITHDRAWN = frozenset(ActualContent._fields)
NOTHING = ActualContent(state="", value=None, obs_status="")
