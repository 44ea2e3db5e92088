"""History rows as sentences: who changed what, from which value to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import sign_of
from common.labels import label
from common.records.wording import door_in_words
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.wording import preliminary_mark
from indicators.plans.rules.units import NamedUnit
from indicators.plans.wording import amount, difference


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One thing that a history row changed. `by` is the difference between two numbers."""

    what: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of the value, and what it changed against the one before it that the reader may
    see. `working` is the same change with who made it and why, None for who may not see that.
    `door_address`: the page of what it came through, empty where the reader has none."""

    change: PublishedChange
    changes: list[ChangedField]
    door_address: str = ""

    @property
    def reason(self) -> str:
        return self.working.reason if self.working else self.change.withdrawn_because

    @property
    def reason_label(self) -> str:
        """What the words beside the change are: a file, a reason, or a comment."""
        action = Action(self.change.action)
        if action in (Action.ATTACH, Action.DETACH):
            return _("佐证：")
        return _("理由：") if action in SENDS_BACK else _("说明：")

    @property
    def working(self) -> WorkingChange | None:
        return self.change if isinstance(self.change, WorkingChange) else None

    @property
    def door(self) -> str:
        """Through what it came, in words; empty for who may not see that."""
        working = self.working
        return door_in_words(working.door, working.door_name) if working else ""


def history_entries(
    changes: Sequence[PublishedChange],
    *,
    before: PublishedChange | None,
    unit: NamedUnit,
    doors: Mapping[tuple[str, str], str],
) -> list[HistoryEntry]:
    """The history, newest first, each change with what it changed; `before` is the one before
    the last. Of those that only published a value, value and source are told. `doors`: where
    doors lead, by kind and name.
    """
    earlier = [*changes[1:], before]
    return [
        HistoryEntry(
            one,
            [each for each in _changes(one, other, unit) if each.before != each.after],
            doors.get((one.door, one.door_name), "") if isinstance(one, WorkingChange) else "",
        )
        for one, other in zip(changes, earlier, strict=False)
    ]


def _changes(
    one: PublishedChange, earlier: PublishedChange | None, unit: NamedUnit
) -> list[ChangedField]:
    if isinstance(one, WorkingChange):
        old = earlier if isinstance(earlier, WorkingChange) else None
        value = _value(one, one.from_value, one.from_obs_status, unit)
        return [value, _state(one), *_texts(one, old)]
    if one.action == Action.RETRACT:
        return [
            ChangedField(_("数值"), _said(one.from_value, one.from_obs_status, unit), _("撤回"))
        ]
    if earlier is None:
        return [_value(one, None, "", unit), _text(_("来源"), "", one.source)]
    value = _value(one, earlier.to_value, earlier.to_obs_status, unit)
    return [value, _text(_("来源"), earlier.source, one.source)]


def _value(
    one: PublishedChange, old: Decimal | None, old_status: str, unit: NamedUnit
) -> ChangedField:
    return ChangedField(
        _("数值"),
        _said(old, old_status, unit),
        _said(one.to_value, one.to_obs_status, unit),
        _difference(old, one.to_value, unit),
    )


def _said(value: Decimal | None, obs_status: str, unit: NamedUnit) -> str:
    if value is not None:
        return amount(value, unit) + preliminary_mark(obs_status)
    return label(ObsStatus(obs_status) if obs_status else ObsStatus.MISSING)


def _difference(old: Decimal | None, new: Decimal | None, unit: NamedUnit) -> str:
    if old is None or new is None or old == new:
        return ""
    return sign_of(new - old) + difference(abs(new - old), unit)


def _state(one: PublishedChange) -> ChangedField:
    old = label(ActualState(one.from_state)) if one.from_state else _("未填")
    return ChangedField(_("状态"), old, label(ActualState(one.to_state)))


def _texts(one: WorkingChange, earlier: WorkingChange | None) -> list[ChangedField]:
    return [
        _text(_("来源"), earlier.source if earlier else "", one.source),
        _text(_("说明"), earlier.note if earlier else "", one.note),
        _text(_("解释"), earlier.explanation if earlier else "", one.explanation),
    ]


def _text(what: str, old: str, new: str) -> ChangedField:
    return ChangedField(what, _quoted(old), _quoted(new))


def _quoted(text: str) -> str:
    return f"“{text}”" if text else _("（空）")
