"""History rows as sentences: who changed what, from which value to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.language import said
from indicators.actuals.rules.content import NOTHING, ActualContent
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.rules.wording import amount, difference, sign_of

if TYPE_CHECKING:
    from common.records.models import HistoryRow


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a history row changed. `by` is the difference between two numbers."""

    what: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One history row, and what it changed against the one before it that the reader may see."""

    revision: "HistoryRow"
    changes: list[Change]


def steps(
    revisions: "Sequence[HistoryRow]", *, before: "HistoryRow | None", unit: str, working: bool
) -> list[Step]:
    """History rows, newest first, each with its changes; `before` is the one before the last.

    Without `working` they are those that published a value, and only values are told.
    """
    earlier = [*revisions[1:], before]
    return [
        Step(
            row,
            _changes(_was(row, other, working), ActualContent.of_json(row.after), unit, working),
        )
        for row, other in zip(revisions, earlier, strict=False)
    ]


def _was(row: "HistoryRow", earlier: "HistoryRow | None", working: bool) -> ActualContent:
    """What the reader saw before: of who sees only what is published, the publication before."""
    if working:
        return ActualContent.of_json(row.before)
    return NOTHING if earlier is None else ActualContent.of_json(earlier.after)


def _changes(old: ActualContent, new: ActualContent, unit: str, working: bool) -> list[Change]:
    changes = [_value(old, new, unit)]
    if working:
        changes.append(_state(old, new))
    changes += [
        Change(label, _quoted(getattr(old, name)), _quoted(getattr(new, name)))
        for name, label in (_texts() if working else _texts()[:1])
    ]
    return [change for change in changes if change.before != change.after]


def _value(old: ActualContent, new: ActualContent, unit: str) -> Change:
    return Change(
        _("数值"),
        _said(old.value, old.obs_status, unit),
        _said(new.value, new.obs_status, unit),
        _difference(old.value, new.value, unit),
    )


def _said(value: Decimal | None, obs_status: str, unit: str) -> str:
    if value is not None:
        return said(amount(value, unit))
    return said((ObsStatus(obs_status) if obs_status else ObsStatus.MISSING).label)


def _difference(old: Decimal | None, new: Decimal | None, unit: str) -> str:
    if old is None or new is None or old == new:
        return ""
    return sign_of(new - old) + said(difference(abs(new - old), unit))


def _state(old: ActualContent, new: ActualContent) -> Change:
    return Change(_("状态"), _state_words(old.state), _state_words(new.state))


def _state_words(state: str) -> str:
    return said(ActualState(state).label) if state else _("未填")


def _texts() -> list[tuple[str, str]]:
    return [("source", _("来源")), ("note", _("说明")), ("explanation", _("解释"))]


def _quoted(text: str) -> str:
    return f"“{text}”" if text else _("（空）")
