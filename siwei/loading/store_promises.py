"""Stores what a plan promises: plan indicators, targets, reported values and citations."""

from datetime import date

from django.db.models import Q

from common.decimals import places_of
from departments.models import Department
from indicators.plans.models import (
    Citation,
    Clause,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    Target,
)
from indicators.plans.rules.enums import CitationKind
from siwei.loading.check import CheckedPlan
from siwei.loading.checking import Path
from siwei.loading.links import amending_day
from siwei.loading.schema import CitationEntry, DatedEntry, IndicatorEntry, TargetEntry
from siwei.loading.sync import Key, Row, SyncCounts


def store_promises(
    plan: Plan,
    checked: CheckedPlan,
    clauses: dict[str, Clause],
    departments: dict[str, Department],
    tally: SyncCounts,
) -> None:
    """Store every indicator of the plan with all that hangs on it."""
    entries = checked.file.indicators
    stored = tally.sync(
        PlanIndicator.objects.filter(plan=plan),
        ["region_id", "indicator_id"],
        [
            _indicator_row(plan, entry, unit, order)
            for order, (entry, unit) in enumerate(zip(entries, checked.units, strict=True), start=1)
        ],
    )
    owners = [stored[(entry.region or plan.region_id, entry.indicator)] for entry in entries]
    tally.sync(
        PlanIndicatorDepartment.objects.filter(plan_indicator__plan=plan),
        ["plan_indicator_id", "department_id"],
        [
            {
                "plan_indicator_id": owner.pk,
                "department_id": departments[name].pk,
                "role": role,
                "order": order,
            }
            for owner, entry in zip(owners, entries, strict=True)
            for order, (name, role) in enumerate(entry.departments.in_order(), start=1)
        ],
    )
    key = ["plan_indicator_id", "year", "base_year"]
    targets = tally.sync(
        Target.objects.filter(plan_indicator__plan=plan),
        [*key, "goal_kind"],
        [
            _target_row(owner, row, amending_day(checked, row))
            for owner, entry in zip(owners, entries, strict=True)
            for row in entry.targets
        ],
    )
    reported = tally.sync(
        Reported.objects.filter(plan_indicator__plan=plan),
        key,
        [
            _dated_row(owner, row)
            for owner, entry in zip(owners, entries, strict=True)
            for row in entry.reported
        ],
    )
    tally.sync(
        Citation.objects.filter(
            Q(target__plan_indicator__plan=plan) | Q(reported__plan_indicator__plan=plan)
        ),
        ["target_id", "reported_id", "clause_id", "start", "end", "kind"],
        _citation_rows(checked, owners, targets, reported, clauses),
    )


def _indicator_row(plan: Plan, entry: IndicatorEntry, unit: str, order: int) -> Row:
    return {
        "plan_id": plan.pk,
        "region_id": entry.region or plan.region_id,
        "indicator_id": entry.indicator,
        "serial": entry.serial,
        "printed_name": entry.name,
        "printed_unit": entry.unit,
        "unit_id": unit,
        "printed_theme": entry.theme,
        "nature": entry.nature,
        "origin": entry.origin,
        "definition_note": entry.definition_note.strip(),
        "note": entry.note.strip(),
        "order": order,
    }


def _dated_row(owner: PlanIndicator, row: DatedEntry) -> Row:
    return {
        "plan_indicator_id": owner.pk,
        "year": row.year,
        "base_year": row.base_year,
        "value": row.value,
        "value_places": None if row.value is None else places_of(row.value),
        "note": row.note.strip(),
    }


def _target_row(owner: PlanIndicator, row: TargetEntry, effective_on: date | None) -> Row:
    return _dated_row(owner, row) | {
        "goal_kind": row.goal_kind,
        "form": row.target_form,
        "comparator": row.comparator,
        "value_to": row.value_to,
        "value_to_places": None if row.value_to is None else places_of(row.value_to),
        "aim": row.aim,
        "aim_places": None if row.aim is None else places_of(row.aim),
        "counts_from": row.counts_from,
        "effective_on": effective_on,
        "wording": row.wording,
        "definition_note": row.definition_note.strip(),
    }


def _citation_rows(
    checked: CheckedPlan,
    owners: list[PlanIndicator],
    targets: dict[Key, Target],
    reported: dict[Key, Reported],
    clauses: dict[str, Clause],
) -> list[Row]:
    rows: list[Row] = []
    for i, (owner, entry) in enumerate(zip(owners, checked.file.indicators, strict=True)):
        for kind, dated in (("targets", entry.targets), ("reported", entry.reported)):
            for j, row in enumerate(dated):
                path: Path = ("indicators", i, kind, j, "citations")
                parent: Row = {"target_id": None, "reported_id": None}
                key = (owner.pk, row.year, row.base_year)
                if isinstance(row, TargetEntry):
                    parent["target_id"] = targets[*key, row.goal_kind].pk
                else:
                    parent["reported_id"] = reported[key].pk
                rows += [
                    parent | _citation_row(checked, (*path, k), row, citation, clauses, k)
                    for k, citation in enumerate(row.citations)
                ]
    return rows


def _citation_row(
    checked: CheckedPlan,
    path: Path,
    row: DatedEntry,
    citation: CitationEntry,
    clauses: dict[str, Clause],
    order: int,
) -> Row:
    mark = checked.marks[path]
    value = citation.value if citation.value is not None else row.value
    if citation.states == "base_year":
        kind, value = CitationKind.BASE_YEAR, None
    elif citation.states == "words" or value is None:
        kind, value = CitationKind.WORDS, None
    else:
        kind = CitationKind.VALUE
    return {
        "clause_id": clauses[citation.clause].pk,
        "kind": kind,
        "quote": citation.quote,
        "stated_value": value,
        "stated_places": None if value is None else places_of(value),
        "start": mark.start,
        "end": mark.end,
        "order": order,
    }
