"""Who may do what. Alice owns, Bob shares, Charlie is a stranger, Rui reviews."""

from dataclasses import replace

import pytest

from departments.rules.permissions import (
    EDIT,
    IMPORT,
    READ,
    REVIEW,
    Grant,
    KeyLimits,
    Permission,
    Person,
    Scope,
    Subject,
    administers,
    concerns,
    may,
    may_act,
    scope_of,
    writing_regions,
)
from departments.rules.roles import Role

SHANXI, SHANDONG = "140000", "370000"
YANGQUAN, TAIYUAN, LIAOCHENG = "140300", "140100", "371500"
XIAODIAN = "140105"  # a county of Taiyuan
WATER, URBAN_MANAGEMENT, STATISTICS = 1, 2, 3  # departments of Yangquan


def clerk(
    id: int, department: int, kind: str, region: str = YANGQUAN, role: Role = Role.EDITOR
) -> Person:
    return Person(id, grants=(Grant(role, region, department, kind == "water"),))


def with_role(id: int, role: Role, region: str) -> Person:
    return Person(id, grants=(Grant(role, region),))


ALICE = clerk(1, WATER, "water")
BOB = clerk(2, URBAN_MANAGEMENT, "urban_management")
CHARLIE = clerk(3, WATER + 100, "water", LIAOCHENG)
RUI = with_role(4, Role.REVIEWER, SHANXI)
SHAN = with_role(5, Role.REVIEWER, SHANDONG)
VERA = with_role(6, Role.VIEWER, YANGQUAN)
ADMINISTRATOR = Person(7, is_administrator=True)
NO_MEMBERSHIP = Person(8)
ANONYMOUS = Person(None)
# Enters for the water bureau and reviews for the province: a small office.
BOTH = Person(9, grants=(*ALICE.grants, *RUI.grants))

# Two values of Yangquan: the first is the water bureau's, the second the urban management's too.
TOTAL = Subject((YANGQUAN, SHANXI), frozenset({WATER}))
LEAKAGE = Subject((YANGQUAN, SHANXI), frozenset({WATER, URBAN_MANAGEMENT}))
UNASSIGNED = Subject((YANGQUAN, SHANXI))
OF_TAIYUAN = Subject((TAIYUAN, SHANXI), frozenset({11}))
OF_XIAODIAN = Subject((XIAODIAN, TAIYUAN, SHANXI), frozenset({11}))


def submitted(by: Person) -> Subject:
    return Subject(TOTAL.ancestors, TOTAL.departments, by.id)


def changed(by: Person, submitted_by: Person) -> Subject:
    """A value that one person was the last to change, and another one submitted."""
    return replace(submitted(submitted_by), changed_by=by.id)


EVERYTHING: set[Permission] = {READ, EDIT, REVIEW}
TABLE = [
    ("the water bureau, its own", ALICE, TOTAL, {READ, EDIT}),
    ("the water bureau, another's", ALICE, LEAKAGE, {READ, EDIT}),
    ("the water bureau, nobody's", ALICE, UNASSIGNED, {READ, EDIT}),
    ("the water bureau, another city", ALICE, OF_TAIYUAN, set()),
    ("the water bureau, what it submitted", ALICE, submitted(ALICE), {READ, EDIT}),
    ("another bureau, its own", BOB, LEAKAGE, {READ, EDIT}),
    ("another bureau, the water bureau's", BOB, TOTAL, {READ}),
    ("another bureau, nobody's", BOB, UNASSIGNED, {READ}),
    ("another bureau, another city", BOB, OF_TAIYUAN, set()),
    ("a stranger", CHARLIE, TOTAL, set()),
    ("the reviewer", RUI, TOTAL, {READ, REVIEW}),
    ("the reviewer, another city of the province", RUI, OF_TAIYUAN, {READ, REVIEW}),
    ("the reviewer, a county of the province", RUI, OF_XIAODIAN, {READ, REVIEW}),
    ("the reviewer, what the clerk submitted", RUI, submitted(ALICE), {READ, REVIEW}),
    ("the reviewer, what they submitted themselves", RUI, submitted(RUI), {READ}),
    ("the reviewer, what they were the last to change", RUI, changed(RUI, ALICE), {READ}),
    ("the reviewer, what the clerk changed", RUI, changed(ALICE, ALICE), {READ, REVIEW}),
    ("clerk and reviewer, what they changed", BOTH, changed(BOTH, ALICE), {READ, EDIT}),
    ("the reviewer of another province", SHAN, TOTAL, set()),
    ("clerk and reviewer", BOTH, TOTAL, EVERYTHING),
    ("clerk and reviewer, what the clerk submitted", BOTH, submitted(ALICE), EVERYTHING),
    ("clerk and reviewer, what they submitted themselves", BOTH, submitted(BOTH), {READ, EDIT}),
    ("the viewer", VERA, TOTAL, {READ}),
    ("the viewer, another city", VERA, OF_TAIYUAN, set()),
    ("the administrator", ADMINISTRATOR, TOTAL, {READ}),
    ("nobody's member", NO_MEMBERSHIP, TOTAL, set()),
    ("anonymous", ANONYMOUS, TOTAL, set()),
    ("anonymous, submitted", ANONYMOUS, submitted(ALICE), set()),
    ("a city's clerk, a county of it", clerk(10, 11, "water", TAIYUAN), OF_XIAODIAN, {READ, EDIT}),
    (
        "a province's clerk, a county below",
        clerk(19, 21, "water", SHANXI),
        OF_XIAODIAN,
        {READ, EDIT},
    ),
    (
        "a city's other bureau, a county's",
        clerk(20, 11, "industry", TAIYUAN),
        OF_XIAODIAN,
        {READ, EDIT},
    ),
    ("a city's other bureau, another's", clerk(21, 12, "industry", TAIYUAN), OF_XIAODIAN, {READ}),
    ("a county's viewer, its city", with_role(11, Role.VIEWER, XIAODIAN), OF_TAIYUAN, set()),
    (
        "a viewer of the water bureau",
        clerk(12, WATER, "water", role=Role.VIEWER),
        TOTAL,
        {READ},
    ),
]


@pytest.mark.parametrize(
    ("person", "subject", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_may(person: Person, subject: Subject, allowed: set[str]) -> None:
    assert {action for action in EVERYTHING if may(person, action, subject)} == allowed


def test_the_function_counts_only_in_its_own_region() -> None:
    """Two memberships don't add up to a third: water in Liaocheng, another bureau in Yangquan."""
    person = Person(13, grants=(*CHARLIE.grants, *BOB.grants))
    assert not may(person, EDIT, TOTAL)
    assert may(person, EDIT, LEAKAGE)


@pytest.mark.parametrize(
    ("person", "every"),
    [
        (ALICE, True),
        (BOB, False),
        (RUI, False),
        (clerk(14, WATER, "water", role=Role.VIEWER), False),
    ],
    ids=["the water bureau", "another bureau", "the reviewer", "a viewer of the water bureau"],
)
def test_who_covers_every_indicator(person: Person, every: bool) -> None:
    assert person.grants[0].covers_every_indicator is every


def test_an_unknown_action_is_an_error() -> None:
    with pytest.raises(ValueError, match="delete"):
        may(ALICE, "delete", TOTAL)  # type: ignore[arg-type]


def test_an_empty_scope_is_false() -> None:
    assert not Scope()
    assert Scope(everywhere=True)
    assert Scope(whole=frozenset({SHANXI}))
    assert Scope(parts=frozenset({(YANGQUAN, URBAN_MANAGEMENT)}))
    assert not Scope(except_person=1)


OF_PROVINCE = clerk(15, 21, "urban_management", SHANXI)
OF_CITY = clerk(16, 11, "urban_management", TAIYUAN)
SCOPES: list[tuple[str, Person, Permission, Scope]] = [
    ("the administrator reads", ADMINISTRATOR, READ, Scope(everywhere=True)),
    ("the administrator edits", ADMINISTRATOR, EDIT, Scope()),
    ("anonymous reads", ANONYMOUS, READ, Scope()),
    ("the viewer reads", VERA, READ, Scope(whole=frozenset({YANGQUAN}))),
    ("the water bureau edits", ALICE, EDIT, Scope(whole=frozenset({YANGQUAN}))),
    ("a bureau", BOB, EDIT, Scope(parts=frozenset({(YANGQUAN, URBAN_MANAGEMENT)}))),
    ("a province's department", OF_PROVINCE, EDIT, Scope(parts=frozenset({(SHANXI, 21)}))),
    ("the reviewer edits", RUI, EDIT, Scope()),
    ("the water bureau imports", ALICE, IMPORT, scope_of(ALICE, EDIT)),
    ("a bureau imports", BOB, IMPORT, scope_of(BOB, EDIT)),
    ("the reviewer imports", RUI, IMPORT, Scope(whole=frozenset({SHANXI}))),
    ("the administrator imports", ADMINISTRATOR, IMPORT, Scope(everywhere=True)),
    ("the viewer imports", VERA, IMPORT, Scope()),
    (
        "the reviewer reviews",
        RUI,
        REVIEW,
        Scope(whole=frozenset({SHANXI}), except_person=RUI.id),
    ),
]


@pytest.mark.parametrize(
    ("person", "permission", "scope"), [row[1:] for row in SCOPES], ids=[row[0] for row in SCOPES]
)
def test_scope(person: Person, permission: Permission, scope: Scope) -> None:
    assert scope_of(person, permission) == scope


@pytest.mark.parametrize("permission", [READ, EDIT, REVIEW])
@pytest.mark.parametrize("person", [ALICE, BOB, RUI, VERA, BOTH, ADMINISTRATOR, OF_PROVINCE])
def test_what_may_be_done_somewhere_lies_in_reach(person: Person, permission: Permission) -> None:
    scope = scope_of(person, permission)
    for subject in (TOTAL, LEAKAGE, UNASSIGNED, OF_TAIYUAN, OF_XIAODIAN):
        assert scope.reaches(subject.ancestors) or not scope.includes(subject)


ANSWERED_ABOVE = Subject((XIAODIAN, TAIYUAN, SHANXI), frozenset({11, 21}))
CONCERNS = [
    ("the water bureau, another's", ALICE, LEAKAGE, True),
    ("a bureau, its own", BOB, LEAKAGE, True),
    ("a bureau, another's", BOB, TOTAL, False),
    ("a bureau that may also look", Person(17, grants=(*BOB.grants, *VERA.grants)), TOTAL, True),
    ("a bureau that also reviews", Person(18, grants=(*BOB.grants, *RUI.grants)), TOTAL, True),
    ("the viewer", VERA, TOTAL, True),
    ("the reviewer", RUI, TOTAL, True),
    ("the administrator", ADMINISTRATOR, TOTAL, True),
    ("a province's department, a county's value", OF_PROVINCE, ANSWERED_ABOVE, True),
    ("a province's department, another value", OF_PROVINCE, OF_XIAODIAN, False),
    ("a city's department, a county's value", OF_CITY, ANSWERED_ABOVE, True),
]


@pytest.mark.parametrize(
    ("person", "subject", "shown"), [row[1:] for row in CONCERNS], ids=[row[0] for row in CONCERNS]
)
def test_what_the_grid_shows(person: Person, subject: Subject, shown: bool) -> None:
    assert concerns(person, subject) is shown


def test_who_may_act() -> None:
    assert all(may_act(one) for one in (ALICE, BOB, RUI, BOTH, OF_PROVINCE))
    assert not any(may_act(one) for one in (VERA, ADMINISTRATOR, NO_MEMBERSHIP, ANONYMOUS))


def test_who_administers() -> None:
    assert administers(ADMINISTRATOR)
    assert not any(administers(one) for one in (ALICE, RUI, VERA, NO_MEMBERSHIP, ANONYMOUS))


READS, WRITES = KeyLimits(writes=False), KeyLimits(writes=True)


def of(region: str) -> KeyLimits:
    return KeyLimits(writes=True, region=region)


@pytest.mark.parametrize(
    ("person", "key", "subject", "allowed"),
    [
        (ALICE, READS, TOTAL, {READ}),
        (ALICE, WRITES, TOTAL, {READ, EDIT}),
        (ALICE, of(YANGQUAN), TOTAL, {READ, EDIT}),
        (ALICE, of(SHANXI), TOTAL, {READ, EDIT}),
        (ALICE, of(TAIYUAN), TOTAL, {READ}),
        (BOB, of(YANGQUAN), TOTAL, {READ}),
        (BOB, of(YANGQUAN), LEAKAGE, {READ, EDIT}),
        (BOB, of(TAIYUAN), LEAKAGE, {READ}),
        (CHARLIE, of(YANGQUAN), TOTAL, set()),
        (RUI, of(TAIYUAN), OF_XIAODIAN, {READ, REVIEW}),
        (RUI, of(XIAODIAN), OF_TAIYUAN, {READ}),
        (RUI, of(XIAODIAN), OF_XIAODIAN, {READ, REVIEW}),
        (RUI, of(YANGQUAN), submitted(RUI), {READ}),
        (ADMINISTRATOR, WRITES, TOTAL, {READ}),
        (ADMINISTRATOR, READS, TOTAL, {READ}),
        (NO_MEMBERSHIP, WRITES, TOTAL, set()),
    ],
)
def test_a_key_leaves_less_never_more(
    person: Person, key: KeyLimits, subject: Subject, allowed: set[str]
) -> None:
    narrowed = replace(person, key=key)
    assert {one for one in EVERYTHING if may(narrowed, one, subject)} == allowed


@pytest.mark.parametrize(
    ("person", "key", "imports"),
    [
        (ADMINISTRATOR, None, True),
        (ADMINISTRATOR, of(TAIYUAN), False),
        (ADMINISTRATOR, READS, False),
    ],
)
def test_everywhere_is_narrowed_too(person: Person, key: KeyLimits | None, imports: bool) -> None:
    narrowed = replace(person, key=key)
    assert may(narrowed, IMPORT, TOTAL) is imports
    assert scope_of(narrowed, IMPORT).reaches(TOTAL.ancestors) is imports
    assert administers(narrowed) is (key is None)


def test_where_somebody_writes_by_the_api() -> None:
    assert writing_regions(BOTH) == {YANGQUAN, SHANXI}
    assert writing_regions(BOB) == {YANGQUAN}
    assert writing_regions(VERA) == writing_regions(ADMINISTRATOR) == frozenset()
