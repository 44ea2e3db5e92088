"""A plan's YAML file as a whole (the guide for people: docs/transcribing.md)."""

from siwei.loading.schema import (
    DepartmentEntry,
    IndicatorEntry,
    PlanHead,
    Strict,
    TaskEntry,
    UntrackedEntry,
)
from siwei.loading.schema_tables import TableEntry


class PlanFile(Strict):
    plan: PlanHead
    departments: list[DepartmentEntry]
    indicators: list[IndicatorEntry]
    tables: list[TableEntry] = []
    tasks: list[TaskEntry]
    untracked: list[UntrackedEntry] = []
