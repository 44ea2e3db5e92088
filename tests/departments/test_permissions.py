"""Who may do what. Alice owns, Bob shares, Charlie is a stranger, Rui reviews."""

import pytest

from departments.rules.permissions import EDIT, READ, REVIEW, Grant, Matter, Person, may
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
TOTAL = Matter((YANGQUAN, SHANXI), frozenset({WATER}))
LEAKAGE = Matter((YANGQUAN, SHANXI), frozenset({WATER, URBAN_MANAGEMENT}))
UNASSIGNED = Matter((YANGQUAN, SHANXI))
OF_TAIYUAN = Matter((TAIYUAN, SHANXI), frozenset({11}))
OF_XIAODIAN = Matter((XIAODIAN, TAIYUAN, SHANXI), frozenset({11}))


def submitted(by: Person) -> Matter:
    return Matter(TOTAL.lineage, TOTAL.departments, by.id)


EVERYTHING = {READ, EDIT, REVIEW}
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
    ("a county's viewer, its city", with_role(11, Role.VIEWER, XIAODIAN), OF_TAIYUAN, set()),
    (
        "a viewer of the water bureau",
        clerk(12, WATER, "water", role=Role.VIEWER),
        TOTAL,
        {READ},
    ),
]


@pytest.mark.parametrize(
    ("person", "matter", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_may(person: Person, matter: Matter, allowed: set[str]) -> None:
    assert {action for action in EVERYTHING if may(person, action, matter)} == allowed


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
        may(ALICE, "delete", TOTAL)
