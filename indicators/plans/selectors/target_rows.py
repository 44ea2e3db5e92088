"""Targets as plain rows, as the rules see them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import CharField, DecimalField, Field, IntegerField, Value

from common.decimals import DIGITS, PLACES, at_places
from indicators.plans.models import Target
from indicators.plans.rules.enums import Comparator, GoalKind, TargetForm
from indicators.plans.rules.promises import TargetData
from indicators.plans.rules.units import UnitData, convert

_COMPARATORS = {word.value: word for word in Comparator}
_KINDS = {word.value: word for word in GoalKind}
_FORMS = {word.value: word for word in TargetForm}
_CHAR: "Field[Any, Any]" = CharField()
_NUMBER: "Field[Any, Any]" = DecimalField(max_digits=DIGITS, decimal_places=PLACES)
_COUNT: "Field[Any, Any]" = IntegerField()
# What only targets have: what it is of a reported value, so that one query reads both.
OF_TARGETS: Mapping[str, Value] = {
    "comparator": Value("", _CHAR),
    "wording": Value("", _CHAR),
    "definition_note": Value("", _CHAR),
    "goal_kind": Value("", _CHAR),
    "form": Value("", _CHAR),
    "value_to": Value(None, _NUMBER),
    "value_to_places": Value(None, _COUNT),
    "aim": Value(None, _NUMBER),
    "aim_places": Value(None, _COUNT),
    "counts_from": Value(None, _COUNT),
}
# The columns of a target, in the order in which `target_of` takes them.
TARGET_COLUMNS = ("pk", "value", "value_places", "year", "base_year", *OF_TARGETS)


def target_of(row: Sequence[Any]) -> TargetData | None:
    """A target of its columns (`TARGET_COLUMNS`), in the printed unit.

    None for a row without a comparator: that of a reported value, in a list of both.
    """
    pk, value, places, year, base_year, comparator, *words = row
    if not comparator:
        return None
    wording, definition_note, kind, form, far, far_places, aim, aim_places, counts_from = words
    return TargetData(
        at_places(value, places),
        _COMPARATORS[comparator],
        year,
        base_year,
        wording,
        definition_note,
        _KINDS[kind],
        _FORMS[form],
        at_places(far, far_places),
        at_places(aim, aim_places),
        counts_from,
        pk=pk,
    )


def target_data(target: Target) -> TargetData:
    """A target as the rules see it, in the unit that its plan prints."""
    return TargetData(
        value=target.printed_value,
        comparator=Comparator(target.comparator),
        year=target.year,
        base_year=target.base_year,
        wording=target.wording,
        definition_note=target.definition_note,
        goal_kind=GoalKind(target.goal_kind),
        form=TargetForm(target.form),
        value_to=target.printed_value_to,
        aim=target.printed_aim,
        counts_from=target.counts_from,
        pk=target.pk,
    )


def in_unit(target: TargetData, printed: UnitData, unit: UnitData) -> TargetData:
    """`target`, as printed in one unit, in another. A change is a percentage, whatever the unit."""
    if printed == unit or target.value is None or target.is_change:
        return target
    value, value_to, aim = (
        None if number is None else convert(number, printed, unit)
        for number in (target.value, target.value_to, target.aim)
    )
    return replace(target, value=value, value_to=value_to, aim=aim)
