"""Writes checked fixtures to the database: what the plans share, then plan by plan."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model

from common.records.rules.doors import by_command
from common.records.services.history import lock_all
from indicators.actuals.services.reported import publish_reported
from indicators.plans.models import Clause, Plan
from indicators.plans.services.history import record_promises
from siwei.loading.check import CheckedPlan
from siwei.loading.check_links import check_links
from siwei.loading.masters import refuse_rows_of_the_administration
from siwei.loading.read import Fixtures
from siwei.loading.row_digests import OF_REGIONS, SHARED
from siwei.loading.store_departments import leave_departments, store_departments
from siwei.loading.store_links import link, loosen, stored_plans
from siwei.loading.store_promises import store_promises
from siwei.loading.store_shared import (
    store_breaks,
    store_catalogue,
    store_functions,
    store_regions,
    store_units,
)
from siwei.loading.store_tasks import store_tasks
from siwei.loading.sync import SyncCounts
from tasks.services.loading import record_tasks

_DOOR = by_command("load_plans")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one plan did."""

    plan: Plan
    tally: SyncCounts
    published: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What a whole load did: to what the plans share, then plan by plan."""

    regions: SyncCounts = field(default_factory=SyncCounts)
    units: SyncCounts = field(default_factory=SyncCounts)
    functions: SyncCounts = field(default_factory=SyncCounts)
    catalogue: SyncCounts = field(default_factory=SyncCounts)
    breaks: SyncCounts = field(default_factory=SyncCounts)
    plans: list[Loaded] = field(default_factory=list)

    @property
    def shared(self) -> list[SyncCounts]:
        return [self.regions, self.units, self.functions, self.catalogue, self.breaks]


@transaction.atomic
def store_fixtures(
    fixtures: Fixtures,
    *,
    now: datetime,
    adopt: bool = False,
    shared_too: bool = True,
    on_plan: Callable[[str], None] = lambda slug: None,
) -> Stored:
    """Store everything, or, where anything fails, nothing. Two loads go one after the other.
    `shared_too`: what plans share as well, which else is known to be stored.

    Raises `FixtureError` where a file brings what an administrator has made; with `adopt` the
    file becomes its master. Also where a plan amends or supersedes what neither the files nor the
    database have, and where something that people have said of the work would be lost.

    Actuals that exist are never touched; a value that a plan reports becomes an approved
    actual only where there is none yet.
    """
    wait_for_others()
    if not adopt:
        refuse_rows_of_the_administration(fixtures, shared_too=shared_too)
    links = check_links(fixtures.plans, stored_plans(fixtures.plans))
    loosen(fixtures.plans, links)
    result = Stored()
    if shared_too:
        store_regions(fixtures.shared, result.regions)
        store_units(fixtures.shared, result.units)
        store_functions(fixtures.shared, result.functions)
        store_catalogue(fixtures.shared, result.catalogue)
        store_breaks(fixtures.shared, result.breaks)
    stored = []
    for checked in fixtures.plans:
        on_plan(checked.file.plan.slug)
        plan, tally = _store_plan(checked)
        stored.append((plan, checked, tally))
    # A plan may amend one that comes after it.
    link(stored, links)
    # What follows goes into the history, more than once.
    lock_all()
    for plan, _checked, tally in stored:
        published = publish_reported(plan=plan, now=now, door=_DOOR)
        result.plans.append(Loaded(plan, tally, published))
    plans = [plan for plan, _checked, _tally in stored]
    record_promises(plans=plans, now=now, door=_DOOR)
    record_tasks(plans=plans, now=now, door=_DOOR)
    return result


def wait_for_others() -> None:
    """Let another load and the administration finish, and neither begin before this one ends: what
    is kept of it (`loading.kept`) is of these rows. SQLite has one writer at a time; PostgreSQL is
    asked. Readers never wait."""
    if connection.vendor == "postgresql":
        models: tuple[type[Model], ...] = (Plan, *SHARED, *(model for model, _path in OF_REGIONS))
        tables = (connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")


def _store_plan(checked: CheckedPlan) -> tuple[Plan, SyncCounts]:
    tally = SyncCounts()
    head = checked.file.plan
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
    leave_departments(plan, checked, departments.values(), tally)
    return plan, tally


def _store_clauses(plan: Plan, checked: CheckedPlan, tally: SyncCounts) -> dict[str, Clause]:
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
