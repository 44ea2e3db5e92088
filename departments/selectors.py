"""Reads of regions and departments, shared by pages and the API."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TypeAlias

from django.contrib.auth.models import User
from django.db.models import Exists, Q, QuerySet

from common.audit.models import AuditRow
from departments.models import (
    Account,
    ApiKey,
    Department,
    DepartmentAlias,
    DepartmentFunction,
    Membership,
    Region,
    RegionSuccession,
)
from departments.rules.organs import organ_name
from departments.rules.permissions import Person, Scope, writing_regions
from departments.rules.regions import is_of_province, joined, range_of
from departments.rules.roles import Role
from departments.rules.successions import CONTINUING, Lineage

# The rows for whose indicator one of some departments answers in the row's region.
AnsweredBy: TypeAlias = Callable[[Collection[int]], Exists]
# From a region to those above it: a zone may lie in a county of a city of a province.
_STEPS_UP = ("parent", "parent__parent", "parent__parent__parent")


def regions() -> QuerySet[Region]:
    """Every region, by code."""
    return Region.objects.order_by("code")


def lineage() -> Lineage:
    """Which codes of regions are one series. One query."""
    kinds = [kind.value for kind in CONTINUING]
    return Lineage(row.rule for row in RegionSuccession.objects.filter(kind__in=kinds))


def successions_of(codes: Collection[str]) -> list[RegionSuccession]:
    """What a region with these codes was before and what became of it, by day, with the other
    regions. One query."""
    rows = RegionSuccession.objects.filter(Q(predecessor__in=codes) | Q(successor__in=codes))
    return list(rows.select_related("predecessor", "successor").order_by("on", "pk"))


def with_parents(rows: QuerySet[Region]) -> QuerySet[Region]:
    """The same regions with all those above them joined, as `ancestors_of` wants them."""
    return rows.select_related("parent__parent__parent")


def within(codes: Iterable[str], column: str = "region") -> Q:
    """The rows whose `column` is one of these regions or lies in one of them.

    The links between regions decide. But what lies in a region has a code that begins as its own
    (constraints of `Region` hold that), so that the database looks at the rows of that range
    alone, however large the country is. All of a province's range lies in it; in the range of a
    city may be a county that lies in the province directly.
    """
    known = sorted(set(codes))
    provinces = [code for code in known if is_of_province(code)]
    others = [code for code in known if code not in provinces]
    found = _in_range(provinces, column)
    if others:
        below = (Q(**{f"{step}__in": others}) for step in ("pk", *_STEPS_UP))
        linked = Region.objects.filter(_in_range(others, "code"), reduce(or_, below))
        found |= _in_range(others, column) & Q(**{f"{column}__in": linked.order_by().values("pk")})
    return found


def _in_range(codes: Iterable[str], column: str) -> Q:
    ranges = joined(range_of(code) for code in codes)
    either = (Q(**{f"{column}__gte": low, f"{column}__lte": high}) for low, high in ranges)
    return reduce(or_, either, Q(**{f"{column}__in": []}))


def reached(scope: Scope, column: str = "region") -> Q:
    """The rows whose `column` is a region that `scope` reaches: `Scope.reaches` as a condition."""
    # Not the empty condition: it can't be the condition of a `Case`.
    named = ~Q(pk__in=[]) if scope.everywhere else within(scope.regions, column)
    return named if scope.within is None else named & within([scope.within], column)


def regions_within(codes: Iterable[str]) -> QuerySet[Region]:
    """These regions and those that lie in them, by code."""
    return regions().filter(within(codes, "pk"))


def regions_in(scope: Scope) -> QuerySet[Region]:
    """The regions that `scope` reaches, by code."""
    named = regions() if scope.everywhere else regions_within(scope.regions)
    return named if scope.within is None else named & regions_within([scope.within])


def writable_regions(person: Person) -> QuerySet[Region]:
    """The regions in which `person` may write something by the API, by code."""
    return regions_within(writing_regions(person))


def allowed(scope: Scope, answered_by: AnsweredBy, column: str = "region") -> Q:
    """The rows that `scope` includes: `Scope.includes` as a condition.

    Each row is of an indicator, and of the region in `column`. Who submitted or changed a
    value is not asked: of a value that waits for a decision, `may` says it.
    """
    found = reached(replace(scope, parts=frozenset()), column)
    departments_in: dict[str, set[int]] = defaultdict(set)
    for region, department in scope.parts:
        departments_in[region].add(department)
    for region, those in sorted(departments_in.items()):
        part = Scope(whole=frozenset({region}), within=scope.within)
        found |= reached(part, column) & Q(answered_by(those))
    return found


def reviewing_organ(user: User, ancestors: Sequence[str]) -> str:
    """The organ in whose name `user` reviews a region, the one nearest to it; `ancestors` are the
    region's code and those of the regions above it. Empty where they don't review it. One query.
    """
    memberships = Membership.objects.filter(
        user=user, role=Role.REVIEWER.value, region__in=ancestors
    ).select_related("region", "department")
    nearest = min(memberships, key=lambda one: ancestors.index(one.region_id), default=None)
    if nearest is None:
        return ""
    department = nearest.department.name if nearest.department else ""
    return organ_name(nearest.region.name, department)


def departments() -> QuerySet[Department]:
    """Every department with its region and its other spellings, region by region."""
    return (
        Department.objects.select_related("region", "function")
        .prefetch_related("aliases")
        .order_by("region_id", "id")
    )


def bearing(name: str, region: str, *, but: int | None = None) -> Department | None:
    """The department of `region` that is called so, in a plan or by another spelling; not `but`."""
    called = Q(name=name) | Q(name_in_file=name) | Q(aliases__name=name)
    found = Department.objects.filter(called, region=region).order_by("id")
    return (found if but is None else found.exclude(pk=but)).first()


def names_of_two() -> list[tuple[str, list[Department]]]:
    """The names that two departments of a region or more bear, with these departments. A fixed
    number of queries, and only these departments are read as a whole."""
    owners: dict[tuple[str, str], set[int]] = defaultdict(set)
    for region, pk, *names in Department.objects.order_by().values_list(
        "region_id", "pk", "name", "name_in_file"
    ):
        for name in filter(None, names):
            owners[region, name].add(pk)
    aliases = DepartmentAlias.objects.order_by()
    for region, pk, name in aliases.values_list("department__region", "department", "name"):
        owners[region, name].add(pk)
    shared = {pk for pks in owners.values() if len(pks) > 1 for pk in pks}
    bearers: dict[tuple[str, str], list[Department]] = defaultdict(list)
    for department in departments().filter(pk__in=shared):
        for name in (department.name, *department.other_names):
            bearers[department.region_id, name].append(department)
    return [(name, those) for (_region, name), those in bearers.items() if len(those) > 1]


def with_departments() -> QuerySet[Region]:
    """Every region that has a department, by code."""
    return regions().filter(departments__isnull=False).distinct()


def functions() -> QuerySet[DepartmentFunction]:
    """Every kind of department, in the order of their table."""
    return DepartmentFunction.objects.order_by("order", "code")


def functions_in_use() -> QuerySet[DepartmentFunction]:
    """The kinds that at least one department is of."""
    return functions().filter(departments__isnull=False).distinct()


def account_of(user: User) -> Account:
    """What is known of an account; who has no row is an ordinary person."""
    return Account.objects.filter(user=user).first() or Account(user=user)


def is_machine(user: User) -> bool:
    """Whether a program has this account: it has keys that an administrator made, no password."""
    return account_of(user).is_machine


def mailable() -> QuerySet[User]:
    """Who gets mails: people who may log in, have an address and didn't switch mails off."""
    return (
        User.objects.filter(is_active=True)
        .exclude(email="")
        .exclude(account__is_machine=True)
        .exclude(account__reminders=False)
        .select_related("account")
    )


def editors() -> QuerySet[Membership]:
    """The memberships by which somebody who may log in reports for a department."""
    return Membership.objects.filter(role=Role.EDITOR.value, user__is_active=True)


def editors_of(department: Department) -> QuerySet[User]:
    """Who reports for a department: the people whom a word to it is meant for."""
    those = editors().filter(department=department)
    return User.objects.filter(pk__in=those.values("user")).order_by("pk")


def keys() -> QuerySet[ApiKey]:
    """Every key with its owner and the region that it is for, the newest first."""
    return ApiKey.objects.select_related("user", "region").order_by("-created")


def keys_of(user: User) -> QuerySet[ApiKey]:
    """The keys of an account, the newest first."""
    return keys().filter(user=user)


def usable_keys(owner: User) -> QuerySet[ApiKey]:
    """The keys of an account that weren't revoked; some may have expired."""
    return ApiKey.objects.filter(user=owner, revoked=False)


def has_usable_key(owner: User, name: str | None) -> bool:
    """Whether an account has a key of that name that neither was revoked nor has expired."""
    return any(not key.has_expired for key in usable_keys(owner).filter(name=name))


def audit_rows() -> QuerySet[AuditRow]:
    """The audit log, the newest first."""
    return AuditRow.objects.select_related("actor").order_by("-at", "-id")
