"""How requests are counted: in a process, and between processes that share one table."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries

from common.limits.models import Counter
from common.limits.rules import UNCHANGED, WHOLE, Rate, Standing, rate_headers, rate_of
from common.limits.services import rates
from common.limits.services.rates import ALONE_FOR, Tallies

NOW = datetime(2026, 3, 2, 1, 15, 20, tzinfo=UTC)
RATE = Rate("default", 10, 60)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("600/minute", Rate("x", 600, 60)),
        (" 5/Second ", Rate("x", 5, 1)),
        ("1/hour", Rate("x", 1, 3600)),
        ("20000/day", Rate("x", 20000, 86400)),
        ("none", None),
        ("0", None),
    ],
)
def test_a_setting(text: str, rate: Rate | None) -> None:
    assert rate_of("x", text) == rate


@pytest.mark.parametrize(
    "text", ["", "600", "0/minute", "-1/minute", "6e2/minute", "5/week", "٥/day"]
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="600/minute"):
        rate_of("x", text)


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 40), (39, 1), (39.9, 1), (40, 60)], ids=["", "last", "part", "next"]
)
def test_windows_follow_the_clock(seconds: float, left: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert RATE.left(at) == left
    assert (RATE.window(at) == RATE.window(NOW)) is (seconds < 40)


def test_the_headers() -> None:
    standings = [Standing(RATE, 3 * WHOLE - 1, 40), Standing(Rate("expensive", 2, 3600), 99, 7)]
    assert rate_headers(standings) == {
        "RateLimit-Policy": '"default";q=10;w=60, "expensive";q=2;w=3600',
        "RateLimit": '"default";r=7;t=40, "expensive";r=0;t=7',
    }


def ask(tallies: Tallies, number: int, *, now: datetime = NOW, subject: str = "a") -> list[bool]:
    """Whether each of so many requests was answered."""
    return [not tallies.spend(RATE, subject, now=now).is_over for _ in range(number)]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Tallies:
    """A process that tells the others nothing."""
    monkeypatch.setattr(rates, "_shared", lambda *_at: 0)
    return Tallies()


class TestOneProcess:
    def test_answers_so_many_and_no_more(self, alone: Tallies) -> None:
        assert ask(alone, 12) == [True] * 10 + [False] * 2
        assert ask(alone, 1, subject="b") == [True]
        over = alone.spend(RATE, "a", now=NOW)
        assert (over.is_over, over.left, over.seconds) == (True, 0, 40)

    def test_a_flood_makes_no_window_longer(self, alone: Tallies) -> None:
        ask(alone, 500)
        assert ask(alone, 1, now=NOW + timedelta(seconds=39)) == [False]
        assert ask(alone, 11, now=NOW + timedelta(seconds=40)) == [True] * 10 + [False]

    def test_says_what_is_left(self, alone: Tallies) -> None:
        assert [alone.spend(RATE, "a", now=NOW).left for _ in range(3)] == [9, 8, 7]

    def test_of_what_did_not_change_five_cost_as_much_as_one(self, alone: Tallies) -> None:
        for number in range(1, 46):
            assert not alone.spend(RATE, "a", now=NOW).is_over
            back = alone.give_back(RATE, "a", WHOLE - UNCHANGED, now=NOW)
            assert back.used == number * UNCHANGED
        assert ask(alone, 2) == [True, False]

    def test_nothing_comes_back_to_the_next_window(self, alone: Tallies) -> None:
        ask(alone, 10)
        later = NOW + timedelta(minutes=1)
        assert alone.give_back(RATE, "a", WHOLE, now=later).used == 0
        assert ask(alone, 11, now=later) == [True] * 10 + [False]

    def test_threads_slip_past_no_limit(self, alone: Tallies) -> None:
        with ThreadPoolExecutor(8) as pool:
            answered = list(pool.map(lambda _n: ask(alone, 5), range(8)))
        assert sum(sum(those) for those in answered) == RATE.quota

    def test_knows_so_many_subjects_and_keeps_who_asks_most(
        self, alone: Tallies, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rates, "MOST_SUBJECTS", 20)
        ask(alone, 10)
        for number in range(200):
            ask(alone, 1, subject=f"once {number}")
        assert ask(alone, 1) == [False]
        [(_window, tallies)] = alone._windows.values()
        assert len(tallies) <= 20


@pytest.mark.django_db
class TestProcesses:
    def test_know_of_each_other(self) -> None:
        """Each told the other of all but the last tenth."""
        one, other = Tallies(), Tallies()
        for _ in range(5):
            assert ask(one, 1) == ask(other, 1) == [True]
        assert ask(one, 1) == [False]
        assert sum(ask(other, 3)) <= 1
        assert Counter.objects.get().ends_at == NOW + timedelta(seconds=40)

    def test_a_tenth_for_each_further_one_is_the_most(self) -> None:
        rate = Rate("default", 1000, 60)
        processes = [Tallies() for _ in range(4)]
        answered = 0
        for _ in range(2000):
            answered += sum(not one.spend(rate, "a", now=NOW).is_over for one in processes)
        assert 1000 <= answered <= 1300

    def test_who_asks_a_little_writes_nothing(
        self,
        django_assert_num_queries: DjangoAssertNumQueries,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        rate, tallies = Rate("default", 1000, 60), Tallies()
        with django_assert_num_queries(0):
            for number in range(300):
                tallies.spend(rate, f"{number % 100}", now=NOW)
        with django_assert_max_num_queries(9 * 2 + 8):  # add, read; the first clears and begins
            for _ in range(900):
                tallies.spend(rate, "busy", now=NOW)

    def test_windows_that_are_over_are_cleared_away(self) -> None:
        tallies = Tallies()
        ask(tallies, 10)
        ask(tallies, 10, subject="b")
        ask(tallies, 10, now=NOW + timedelta(minutes=5))
        assert [one.ends_at for one in Counter.objects.all()] == [NOW + timedelta(seconds=340)]

    def test_a_table_that_is_away_stops_nobody(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        asked: list[Any] = []

        def away(*at: Any) -> int:
            asked.append(at)
            raise OperationalError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(rates, "_shared", away)
            tallies = Tallies()
            assert ask(tallies, 12) == [True] * 10 + [False] * 2
        assert len(asked) == 1, "it isn't asked again for a while"
        assert "not shared" in caplog.text
        later = NOW + max(ALONE_FOR, timedelta(minutes=1))
        assert ask(tallies, 11, now=later) == [True] * 10 + [False]
        assert Counter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_processes_that_begin_a_window_at_once_lose_no_count() -> None:
    def tell(_number: int) -> int:
        try:
            return rates._shared(RATE, "a", WHOLE, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(tell, range(8)))
    assert told[-1] == Counter.objects.get().tries == 8 * WHOLE
