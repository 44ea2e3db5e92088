"""Writes checked fixtures to the database: regions, the catalogue, then plan by plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from departments.models import Region
from indicators.actuals.services.reported import publish_reported
from indicators.plans.models import Clause, Indicator, Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.read import Fixtures
from siwei.loading.store_departments import remove_departments, store_departments, text_of
from siwei.loading.store_promises import store_promises
from siwei.loading.store_tasks import store_tasks
from siwei.loading.sync import Tally


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one plan did."""

    plan: Plan
    tally: Tally
    published: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What a whole load did: to what the plans share, then plan by plan."""

    regions: Tally
    catalogue: Tally
    plans: list[Loaded]


@transaction.atomic
def store_fixtures(
    fixtures: Fixtures, *, now: datetime, on_plan: Callable[[str], None] = lambda slug: None
) -> Stored:
    """Store everything, or, where anything fails, nothing. Two loads go one after the other.

    Actuals that exist are never touched; a value that a plan reports becomes an approved
    actual only where there is none yet.
    """
    _wait_for_another_load()
    result = Stored(Tally(), Tally(), [])
    _store_regions(fixtures, result.regions)
    _store_catalogue(fixtures, result.catalogue)
    for checked in fixtures.plans:
        on_plan(checked.file.plan.slug)
        result.plans.append(_store_plan(checked, now))
    return result


def _wait_for_another_load() -> None:
    """SQLite has one writer at a time; PostgreSQL is asked. Readers never wait."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Plan._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _store_regions(fixtures: Fixtures, tally: Tally) -> None:
    rows = [
        {
            "code": entry.code,
            "name": entry.name,
            "name_en": entry.name_en,
            "level": entry.level,
            "parent_id": entry.parent,
        }
        # Parents first: a row refers to one that exists.
        for entry in sorted(fixtures.regions.values(), key=lambda entry: entry.parent or "")
    ]
    # The table may hold more than the fixtures name (a province's own counties): those stay.
    tally.sync(Region.objects.filter(code__in=fixtures.regions), ["code"], rows)


def _store_catalogue(fixtures: Fixtures, tally: Tally) -> None:
    rows = [
        {
            "code": entry.code,
            "name": entry.name,
            "name_en": entry.name_en,
            "unit": entry.unit,
            "direction": entry.direction,
            "theme": entry.theme,
            "level_of_id": entry.level_of,
            "definition": entry.definition,
            "definition_en": entry.definition_en,
            "order": order,
        }
        for order, entry in enumerate(fixtures.catalogue.values(), start=1)
    ]
    rows.sort(key=lambda row: row["level_of_id"] is not None)
    tally.sync(Indicator.objects.filter(code__in=fixtures.catalogue), ["code"], rows)


def _store_plan(checked: CheckedPlan, now: datetime) -> Loaded:
    tally = Tally()
    head = checked.file.plan
    named_before = text_of(Clause.objects.filter(plan__slug=head.slug))
    plans = tally.sync(
        Plan.objects.filter(slug=head.slug),
        ["slug"],
        [
            {
                "slug": head.slug,
                "region_id": head.region,
                "year": int(head.slug.rpartition("-")[2]),
                "title": head.title,
                "doc_number": head.doc_number,
                "issuer": head.issuer,
                "issued_on": head.issued_on,
                "date_text": head.date_text,
                "status": head.status,
                "note": head.note.strip(),
            }
        ],
    )
    plan = plans[(head.slug,)]
    clauses = _store_clauses(plan, checked, tally)
    departments = store_departments(plan, checked, tally)
    store_promises(plan, checked, clauses, departments, tally)
    store_tasks(plan, checked, clauses, departments, tally)
    tally.remove_surplus()
    remove_departments(plan, list(departments.values()), named_before, tally)
    return Loaded(plan, tally, publish_reported(plan=plan, now=now))


def _store_clauses(plan: Plan, checked: CheckedPlan, tally: Tally) -> dict[str, Clause]:
    rows = [
        {
            "plan_id": plan.pk,
            "key": clause.key,
            "kind": clause.kind,
            "heading": clause.heading,
            "text": clause.text,
            "note": clause.note,
            "order": order,
        }
        for order, clause in enumerate(checked.clauses.values(), start=1)
    ]
    stored = tally.sync(Clause.objects.filter(plan=plan), ["key"], rows)
    return {key: clause for (key,), clause in stored.items()}
