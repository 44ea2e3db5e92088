"""A small plan with one of everything that the API and the pages show, made by hand.

The words are those of the plans; the numbers are few, so that a test can say what it expects.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth.models import User

from common.decimals import places_of
from common.records.models import Evidence, HistoryHead, HistoryRow, Record
from departments.models import Department, DepartmentFunction, Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.storing import content_of
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    SeriesBreak,
    Target,
)
from indicators.plans.rules.enums import GoalKind
from siwei.loading.store_shared import store_functions, store_units
from siwei.loading.sync import SyncCounts
from tasks.models import Assignment, Item, Milestone, Statement, Task
from tasks.rules.history import KIND as PROGRESS
from tests.people import editor
from tests.units import SHARED, UNITS

NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
LONG_AGO = date(2020, 12, 31)
NO_HASH = "0" * 64
FAR_AHEAD = date(2099, 12, 31)


@dataclass(frozen=True)
class MiniPlan:
    plan: Plan
    water: Department
    city: Department


def regions() -> None:
    """Shanxi with two cities and a county."""
    rows = [
        ("140000", "山西省", "Shanxi", "province", None),
        ("140100", "太原市", "Taiyuan", "city", "140000"),
        ("140300", "阳泉市", "Yangquan", "city", "140000"),
        ("140321", "平定县", "Pingding", "county", "140300"),
    ]
    for code, name, name_en, level, parent in rows:
        Region.objects.get_or_create(
            code=code,
            defaults={"name": name, "name_en": name_en, "level": level, "parent_id": parent},
        )


def units() -> None:
    """The units and the kinds of department of the fixtures."""
    store_units(SHARED, SyncCounts())
    store_functions(SHARED, SyncCounts())


def indicators() -> None:
    units()
    rows = [
        ("total_water_use", "用水总量", "亿立方米", "at_most", "total", None),
        ("irrigation_efficiency", "农田灌溉水利用系数", "1", "at_least", "land", None),
        ("gdp_water_intensity", "万元GDP用水量", "立方米", "at_most", "total", None),
        (
            "gdp_water_intensity_reduction",
            "万元GDP用水量下降幅度",
            "%",
            "at_least",
            "total",
            "gdp_water_intensity",
        ),
    ]
    for order, (code, name, unit, direction, theme, level) in enumerate(rows, start=1):
        Indicator.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_en": code.replace("_", " ").capitalize(),
                "unit_id": unit,
                "is_intensity": code == "gdp_water_intensity",
                "direction": direction,
                "theme": theme,
                "level_of_id": level,
                "order": order,
            },
        )


def mini_plan(slug: str = "yangquan-2025", region: str = "140300") -> MiniPlan:
    """Three indicators (one of them a conflict, one a reduction), two tasks, three milestones.

    A test with a fixture `mini` begins with this plan (tests/contents.py): it isn't made again.
    """
    if there := Plan.objects.filter(slug=slug).first():
        departments = Department.objects.filter(region=region)
        water, city = (departments.get(name=name) for name in ("市水利局", "市城市管理局"))
        return MiniPlan(there, water, city)
    regions()
    indicators()
    plan = Plan.objects.create(
        slug=slug,
        region_id=region,
        year=2025,
        title=f"{slug} 实施方案",
        doc_number="阳政办发〔2025〕56号",
        issued_on=date(2025, 12, 3),
        date_text="2025年12月3日",
        status="issued",
    )
    water, _ = Department.objects.get_or_create(
        region_id=region, name="市水利局", defaults={"function_id": "water"}
    )
    city, _ = Department.objects.get_or_create(
        region_id=region, name="市城市管理局", defaults={"function_id": "urban_management"}
    )
    city.aliases.get_or_create(name="市城管局")
    made = MiniPlan(plan, water, city)
    _promises(made)
    _work(made)
    return made


def _clause(plan: Plan, key: str, text: str, kind: str = "clause") -> Clause:
    order = plan.clauses.count() + 1
    return Clause.objects.create(plan=plan, key=key, kind=kind, text=text, order=order)


def _promises(made: MiniPlan) -> None:
    plan = made.plan
    _clause(plan, "a1.1", "1\t用水总量\t2.270\t9.0", kind="row")
    _clause(plan, "c9", "到2025年年底，农田灌溉水有效利用系数提高到0.63。")
    total = _indicator(made, "total_water_use", "用水总量", "亿立方米", "constraint", "annex")
    _target(total, 2025, "2.270", "<=", [("a1.1", "2.270", "2.270")])
    _target(total, None, "2.5", "<=", [("a1.1", "2.270", "2.5")])
    use = _indicator(made, "irrigation_efficiency", "灌溉系数", "/", "expected", "annex")
    _target(use, 2025, "0.624", ">=", [("a1.1", "2.270", "0.624"), ("c9", "0.63", "0.63")])
    _target(use, 2030, None, ">=", [], wording="进一步提高")
    fall = _indicator(
        made, "gdp_water_intensity_reduction", "万元GDP用水量下降", "%", "constraint", "body"
    )
    _target(fall, 2025, "9.0", ">=", [("a1.1", "9.0", "9.0")], base_year=2020)
    reported = Reported.objects.create(
        plan_indicator=total, year=2024, value=Decimal("2.10"), value_places=2
    )
    _cite(plan, {"reported": reported}, 1, "a1.1", "2.270", "2.10")
    for order, (department, role) in enumerate(
        [(made.water, "lead"), (made.city, "participating")], start=1
    ):
        PlanIndicatorDepartment.objects.create(
            plan_indicator=total, department=department, role=role, order=order
        )


def _indicator(
    made: MiniPlan, code: str, name: str, unit: str, nature: str, origin: str
) -> PlanIndicator:
    order = made.plan.plan_indicators.count() + 1
    return PlanIndicator.objects.create(
        plan=made.plan,
        region_id=made.plan.region_id,
        indicator_id=code,
        serial=str(order),
        printed_name=name,
        printed_unit=unit,
        unit_id=UNITS.parse_printed(unit).symbol,
        nature=nature,
        origin=origin,
        order=order,
    )


def goal_kind(year: int | None, value: object) -> GoalKind:
    """As a file says it that names no goal: a number without a year holds every year."""
    if year is not None:
        return GoalKind.BY_YEAR
    return GoalKind.UNDATED if value is None else GoalKind.STANDING


def _target(
    owner: PlanIndicator,
    year: int | None,
    value: str | None,
    comparator: str,
    citations: list[tuple[str, str, str]],
    *,
    base_year: int | None = None,
    wording: str = "",
) -> None:
    target = Target.objects.create(
        plan_indicator=owner,
        year=year,
        goal_kind=goal_kind(year, value),
        base_year=base_year,
        comparator=comparator,
        wording=wording,
        value=None if value is None else Decimal(value),
        value_places=None if value is None else places_of(Decimal(value)),
    )
    for order, (clause, quote, stated) in enumerate(citations, start=1):
        _cite(owner.plan, {"target": target}, order, clause, quote, stated)


def _cite(plan: Plan, of: dict[str, object], order: int, key: str, quote: str, stated: str) -> None:
    clause = plan.clauses.get(key=key)
    start = clause.text.index(quote)
    Citation.objects.create(
        **of,
        clause=clause,
        kind="value",
        quote=quote,
        stated_value=Decimal(stated),
        stated_places=places_of(Decimal(stated)),
        start=start,
        end=start + len(quote),
        order=order,
    )


def _work(made: MiniPlan) -> None:
    plan = made.plan
    irrigation = plan.clauses.get(key="c9")
    metering = _clause(plan, "c10", "2020年底前完成取水计量，以后继续。")
    first = _task(plan, "1", "推进农业节水", irrigation)
    item = Item.objects.create(task=first, number=1, text="改造老旧灌区", clause=irrigation)
    Item.objects.create(task=first, number=2, text="推广滴灌", clause=irrigation)
    second = _task(plan, "2.1", "强化取水监管", metering)
    for order, (department, role) in enumerate(
        [(made.water, "lead"), (made.city, "participating")], start=1
    ):
        assignment = Assignment.objects.create(
            task=first, department=department, role=role, clause=irrigation, order=order
        )
        assignment.items.add(item)
    Assignment.objects.create(
        task=second, department=made.city, role="shared", clause=metering, order=1
    )
    _milestone(first, 1, FAR_AHEAD, "2099年底前", irrigation)
    overdue = _milestone(second, 1, LONG_AGO, "2020年底前", metering)
    overdue.regions.add(Region.objects.get(code="140321"))
    _milestone(second, 2, None, "以后", metering)


def _task(plan: Plan, key: str, title: str, clause: Clause) -> Task:
    return Task.objects.create(
        plan=plan,
        key=key,
        number=key,
        title=title,
        group_order=1,
        group_label="（一）坚持以水定地",
        clause=clause,
        order=plan.tasks.count() + 1,
    )


def _milestone(
    task: Task, order: int, due_on: date | None, due_text: str, clause: Clause
) -> Milestone:
    return Milestone.objects.create(
        task=task,
        number=order,
        order=order,
        due_on=due_on,
        due_text=due_text,
        text="完成",
        clause=clause,
        quote=clause.text[:2],
        start=0,
        end=2,
    )


def late_task(region: str) -> Task:
    """A task of the first plan of a region, past its date; its water bureau could report on it."""
    water, _ = DepartmentFunction.objects.get_or_create(
        code="water", defaults={"name": "水行政", "enters_every_indicator": True}
    )
    Department.objects.get_or_create(region_id=region, name="市水务局", function=water)
    editor(f"clerk-{region}", region=region)
    plan = Plan.objects.filter(region=region).first()
    assert plan is not None
    clause = _clause(plan, "c99", "2020年底前完成取水计量。")
    task = _task(plan, "9", "取水计量", clause)
    _milestone(task, 1, LONG_AGO, "2020年底前", clause)
    return task


def confirmed_report(made: MiniPlan) -> Statement:
    """The city management bureau reported that the first milestone of task 2.1 is met, with a
    file, and the water bureau confirmed it. Neither has a history."""
    report = _statement(made, kind="report", state="done", text="已安装计量设施")
    Evidence.objects.create(
        record=report.record,
        file="evidence/2026/acceptance.pdf",
        name="验收单.pdf",
        content_type="application/pdf",
        size=8,
        sha256=NO_HASH,
        uploaded_by=report.by,
        uploaded_at=NOW,
    )
    _statement(made, kind="confirmation", about=report)
    return report


def plan_in_use() -> MiniPlan:
    """The small plan with a confirmed report on a milestone, a published value and a draft."""
    made = mini_plan()
    confirmed_report(made)
    actual()
    actual(year=2021, state="draft", published=None)
    return made


def _statement(made: MiniPlan, **said: object) -> Statement:
    task = made.plan.tasks.get(key="2.1")
    key = f"{made.plan.slug}/2.1/{task.statements.count() + 1}"
    return Statement.objects.create(
        record=Record.objects.create(kind=PROGRESS, key=key, number=1, hash=NO_HASH),
        task=task,
        milestone=task.milestones.get(number=1),
        department=made.city,
        role="shared",
        by=User.objects.get_or_create(username="reporter")[0],
        at=NOW,
        **said,
    )


def actual(
    code: str = "total_water_use",
    year: int = 2024,
    *,
    region: str = "140300",
    base_year: int | None = None,
    value: str | None = "2.10",
    state: str = "approved",
    published: str | None = "2.10",
    at: datetime = NOW,
) -> Actual:
    """An actual with its working value and, unless `published` is None, what the public sees."""
    worked_on = None if value is None else Decimal(value)
    shown = None if published is None else Decimal(published)
    key = str(ActualKey(region, code, year, base_year))
    return Actual.objects.create(
        record=Record.objects.create(kind=KIND, key=key, number=1, hash=NO_HASH),
        region_id=region,
        indicator_id=code,
        year=year,
        base_year=base_year,
        value=worked_on,
        value_places=None if worked_on is None else places_of(worked_on),
        obs_status="not_available" if worked_on is None else "normal",
        source="工作中的来源",
        note="工作中的说明",
        state=state,
        updated_at=at,
        published_value=shown,
        published_places=None if shown is None else places_of(shown),
        published_obs_status="" if shown is None else "normal",
        published_source="" if shown is None else "水资源公报",
        published_at=None if shown is None else at,
        published_version=None if shown is None else 1,
    )


def series_break(
    code: str = "total_water_use", year: int = 2020, *, region: str | None = None
) -> SeriesBreak:
    """From `year` on counted by direct reporting."""
    return SeriesBreak.objects.create(
        indicator_id=code,
        region_id=region,
        year=year,
        kind="method",
        note="改为直报",
        note_en="Reported directly",
        source="用水统计调查制度",
    )


def history_row(
    row: Actual, number: int, action: str, *, by: User | None = None, **texts: str
) -> HistoryRow:
    """A change of the actual; its hash is not a real one."""
    approves = action == "approve"
    after = content_of(row).as_json() | {"state": "approved" if approves else "draft"} | texts
    before = {**after, "state": "submitted", "value": None, "obs_status": "missing"}
    if approves and row.published_at:
        Actual.objects.filter(pk=row.pk).update(published_version=number)
    row.record.number = number
    row.record.save()
    head = HistoryHead.objects.get(pk=HistoryHead.ONLY)
    head.sequence += 1
    head.save()
    return HistoryRow.objects.create(
        record=row.record,
        number=number,
        at=NOW,
        by=by,
        action=action,
        before=before if approves else None,
        after=after,
        reason="内部的理由",
        hash=NO_HASH,
        username=by.get_username() if by else "",
        full_name=by.get_full_name() if by else "",
        door="page",
        sequence=head.sequence,
        digest="sha256",
        seal=NO_HASH,
    )
