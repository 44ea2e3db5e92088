"""Revisions as sentences: who changed what, from which value to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import sign_of
from common.labels import label
from indicators.actuals.models import Revision
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.rules.units import NamedUnit
from indicators.plans.wording import amount, difference


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a revision changed. `by` is the difference between two numbers."""

    what: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, and what it changed against the one before it that the reader may see."""

    revision: Revision
    changes: list[Change]


def steps(
    revisions: Sequence[Revision], *, before: Revision | None, unit: NamedUnit, working: bool
) -> list[Step]:
    """Revisions, newest first, each with its changes; `before` is the one before the last.

    Without `working` they are those that published a value, and only values are told.
    """
    earlier = [*revisions[1:], before]
    return [
        Step(one, _changes(one, other, unit, working))
        for one, other in zip(revisions, earlier, strict=False)
    ]


def _changes(
    one: Revision, earlier: Revision | None, unit: NamedUnit, working: bool
) -> list[Change]:
    changes = [_value(one, earlier, unit, working)]
    if working:
        changes.append(_state(one))
        changes += [
            Change(what, _quoted(getattr(earlier, name, "")), _quoted(getattr(one, name)))
            for name, what in _texts()
        ]
    else:
        old = earlier.source if earlier else ""
        changes.append(Change(_("来源"), _quoted(old), _quoted(one.source)))
    return [change for change in changes if change.before != change.after]


def _value(one: Revision, earlier: Revision | None, unit: NamedUnit, working: bool) -> Change:
    if working:
        old, old_status = one.printed_from, one.from_obs_status
    else:
        old = earlier.printed_to if earlier else None
        old_status = earlier.to_obs_status if earlier else ""
    new = one.printed_to
    return Change(
        _("数值"),
        _said(old, old_status, unit),
        _said(new, one.to_obs_status, unit),
        _difference(old, new, unit),
    )


def _said(value: Decimal | None, obs_status: str, unit: NamedUnit) -> str:
    if value is not None:
        return amount(value, unit)
    return label(ObsStatus(obs_status) if obs_status else ObsStatus.MISSING)


def _difference(old: Decimal | None, new: Decimal | None, unit: NamedUnit) -> str:
    if old is None or new is None or old == new:
        return ""
    return sign_of(new - old) + difference(abs(new - old), unit)


def _state(one: Revision) -> Change:
    old = label(ActualState(one.from_state)) if one.from_state else _("未填")
    return Change(_("状态"), old, label(ActualState(one.to_state)))


def _texts() -> list[tuple[str, str]]:
    return [("source", _("来源")), ("note", _("说明")), ("explanation", _("解释"))]


def _quoted(text: str) -> str:
    return f"“{text}”" if text else _("（空）")
