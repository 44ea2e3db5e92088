"""What is kept: made anew after every write that it may rest on, and after no other."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from common.kept import Kept, KeptByPart, forget_everything
from common.moments import moment
from common.past import reading
from common.records.models import Publication, Record
from common.stamps import triggers
from departments.models import Region
from indicators.actuals.models import Actual
from tests import factories, people
from tests.common.stamps.test_stamp import PUBLIC, UNSEEN, WORKING, elsewhere, run

QUESTION = "2025"
OTHER = "140100"


class Answers:
    """Counts how often something is made, and of which regions."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._whole = Kept[int](most=2)
        self._without_values = Kept[int](most=2, values=False)
        self._parts = KeptByPart[int](most=2)

    def whole(self, question: str = QUESTION) -> int:
        return self._whole.get(question, self._again)

    def without_values(self) -> int:
        return self._without_values.get(QUESTION, self._again)

    def by_part(self) -> Mapping[str, int]:
        return self._parts.get(QUESTION, self._of)

    def _again(self) -> int:
        self.made.append(None)
        return len(self.made)

    def _of(self, codes: Collection[str] | None) -> Mapping[str, int]:
        self.made.append(None if codes is None else set(codes))
        regions = Region.objects.all() if codes is None else Region.objects.filter(pk__in=codes)
        return dict.fromkeys(regions.values_list("code", flat=True), len(self.made))


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    made = factories.plan_in_use()
    factories.actual(region=OTHER)
    return made


@pytest.fixture
def answers(mini: factories.MiniPlan) -> Answers:
    return Answers()


@pytest.mark.parametrize("write", PUBLIC.values(), ids=PUBLIC)
def test_every_write_that_the_public_can_see_ends_it(
    answers: Answers, write: Callable[[], Any]
) -> None:
    assert answers.whole() == answers.whole() == 1
    write()
    assert answers.whole() == answers.whole() == 2


UNSEEN_BY_MOST = WORKING | {name: UNSEEN[name] for name in ("a log-in", "a try", "a read")}


@pytest.mark.parametrize("write", UNSEEN_BY_MOST.values(), ids=UNSEEN_BY_MOST)
def test_nothing_else_does(answers: Answers, write: Callable[[], Any]) -> None:
    answers.whole()
    write()
    assert answers.whole() == 1


def test_everything_can_be_forgotten(answers: Answers) -> None:
    answers.whole()
    forget_everything()
    assert answers.whole() == 2


def test_each_question_has_its_answer_and_the_oldest_goes(answers: Answers) -> None:
    assert [answers.whole(one) for one in ("a", "b", "a", "c", "a")] == [1, 2, 1, 3, 1]
    assert answers.whole("b") == 4


def test_of_the_past_nothing_is_kept(answers: Answers) -> None:
    answers.whole()
    with reading(moment("2026-01-01")):
        assert (answers.whole(), answers.whole()) == (2, 3)


def test_without_triggers_nothing_is_kept(answers: Answers) -> None:
    triggers.remove(connection)
    assert (answers.whole(), answers.whole()) == (1, 2)


def test_what_was_undone_is_made_anew(answers: Answers) -> None:
    point = transaction.savepoint()
    Region.objects.update(name_en="x")
    assert answers.whole() == 1
    transaction.savepoint_rollback(point)
    assert answers.whole() == 2


def mine() -> Any:
    return Actual.objects.filter(region="140300")


def publish() -> None:
    record = Record.objects.get(kind="actual", key="140300.total_water_use.2024")
    Publication.objects.create(record=record, version=1, content={}, published_at=factories.NOW)


def in_bulk() -> None:
    rows = list(mine())
    for row in rows:
        row.demo = not row.demo
    Actual.objects.bulk_update(rows, ["demo"])


def move() -> None:
    Actual.objects.filter(region=OTHER).update(region="140300", year=2019)


ALL = None
# By the write: the regions of which it is made anew; an empty list where nothing is.
PARTS: dict[str, tuple[Callable[[], Any], list[Any]]] = {
    "a value is published": (
        lambda: mine().exclude(published_at=None).update(published_note="3"),
        [{"140300"}],
    ),
    "a draft": (lambda: mine().filter(state="draft").update(value="1.9"), []),
    "a draft is handed in": (PUBLIC["a draft is handed in"], [{"140300"}]),
    "a new value": (lambda: factories.actual(region=OTHER, year=2018), [{OTHER}]),
    "raw SQL": (lambda: run("UPDATE actuals_actual SET demo = NOT demo"), [{"140300", OTHER}]),
    "in bulk": (in_bulk, [{"140300"}]),
    "a value is gone": (lambda: run("DELETE FROM actuals_actual WHERE year = 2021"), [{"140300"}]),
    "a value moves": (move, [{"140300", OTHER}]),
    "a publication alone": (publish, [{"140300"}]),
    "a plan": (PUBLIC["raw SQL"], [ALL]),
    "the catalogue": (PUBLIC["an update"], [ALL]),
    "a region": (PUBLIC["one that is there is left"], [ALL]),
    "a year": (PUBLIC["a year"], [ALL]),
    "a report on a milestone": (WORKING["a question on the work"], []),
    "rights": (PUBLIC["rights"], []),
    "a key": (WORKING["a key"], []),
}


@pytest.mark.parametrize(("write", "made"), PARTS.values(), ids=PARTS)
def test_where_values_were_written_their_region_alone_is_made_anew(
    answers: Answers, write: Callable[[], Any], made: list[Any]
) -> None:
    answers.by_part()
    before = dict(answers.by_part())
    write()
    after = answers.by_part()
    assert answers.by_part() is after
    assert answers.made == [ALL, *made]
    if made and made != [ALL]:
        assert {code for code, times in after.items() if times != before[code]} == made[0]


@pytest.mark.parametrize(("write", "made"), PARTS.values(), ids=PARTS)
def test_what_rests_on_no_value_ends_where_every_part_does(
    answers: Answers, write: Callable[[], Any], made: list[Any]
) -> None:
    answers.without_values()
    write()
    assert answers.without_values() == answers.without_values() == (2 if made == [ALL] else 1)


def test_it_costs_one_query_and_two_after_a_write(
    answers: Answers, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answers.by_part()
    with django_assert_num_queries(1):
        answers.by_part()
    people.viewer("victor")
    with django_assert_num_queries(2):
        answers.by_part()


@pytest.mark.postgres
def test_a_table_that_is_emptied_tells_of_every_part(answers: Answers) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such statement; run with --postgres")
    answers.by_part()
    connection.check_constraints()  # nothing is emptied while some are waiting
    run("TRUNCATE actuals_actual CASCADE")
    answers.by_part()
    assert answers.made == [ALL, ALL]


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_others_commit_and_not_before(mini: factories.MiniPlan) -> None:
    answers = Answers()
    answers.by_part()
    with transaction.atomic():
        mine().exclude(published_at=None).update(published_note="3")
        # Another process, which sees what is committed.
        elsewhere(answers.by_part)
        assert answers.made == [ALL]
    elsewhere(answers.by_part)
    assert answers.made == [ALL, {"140300"}]
