"""The grid and the queue as files: what is stored, and what comes back as it went out."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from tests.indicators.actuals.workflow import LEAKAGE, REDUCTION, TOTAL, do, enter, signed_in
from tests.people import editor, open_year, reviewer
from tests.table_files import Book, csv_rows

pytestmark = pytest.mark.usefixtures("plans")
GRID = "/entry/140300/2025/table"
KEYS = ("行政区代码", "指标代码", "年份", "基期年")


@pytest.fixture
def alice(plans: None) -> User:
    open_year(2025)
    return editor("alice")


def test_the_grid_as_it_stands(alice: User) -> None:
    enter(alice, "2.270", source="=年鉴", note="含再生水")
    book = Book(signed_in(alice), f"{GRID}.xlsx")
    rows = {row["指标代码"]: row for row in book.rows("填报表")}
    total = rows["total_water_use"]
    assert [total[head] for head in KEYS] == ["140300", "total_water_use", 2025, None]
    assert (total["实际值"], total["单位"], total["本年限值"]) == (2.27, "亿立方米", 2.27)
    assert (total["来源"], total["说明"], total["审核状态"]) == ("=年鉴", "含再生水", "草稿")
    assert total["数据状态"] == "正常" and total["责任单位"] == "市水利局"
    empty = rows[LEAKAGE.indicator]
    assert [empty[head] for head in ("实际值", "数据状态", "来源", "审核状态")] == [None] * 4
    assert rows[REDUCTION.indicator]["基期年"] == 2020
    assert "_siwei_passports" not in book.names  # nothing of it is published
    assert "http://testserver/entry/140300/2025/" in book.notes
    [line] = [row for row in csv_rows(signed_in(alice), f"{GRID}.csv") if row["实际值"]]
    assert (line["实际值"], line["来源"]) == ("2.270", "'=年鉴")


def test_its_heads_are_those_that_an_import_knows(alice: User) -> None:
    heads = Book(signed_in(alice), f"{GRID}.xlsx").cells("填报表")[0]
    assert heads[:12] == [
        *("行政区代码", "行政区", "指标代码", "指标", "单位", "年份", "基期年"),
        *("实际值", "数据状态", "来源", "说明", "对提示的解释"),
    ]


def test_what_is_published_has_its_passport_until_it_is_corrected(alice: User) -> None:
    judge = reviewer("rui")
    saved = enter(alice, "2.2")
    published = do(Action.APPROVE, judge, do(Action.SUBMIT, alice, saved))
    book = Book(signed_in(alice), f"{GRID}.xlsx")
    [passport] = book.passports
    assert (passport.key, passport.version) == (str(TOTAL), published.published_version)
    assert (passport.value, book.at(passport)) == (Decimal("2.2"), 2.2)
    opened = do(Action.REOPEN, judge, published, "请核对")
    enter(alice, "2.1", seen=opened.version)
    book = Book(signed_in(alice), f"{GRID}.xlsx")
    assert "_siwei_passports" not in book.names
    assert book.rows("填报表")[0]["实际值"] == 2.1


def test_the_queue_with_what_a_decision_has_to_know(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    judge = reviewer("rui")
    for key, value in ((TOTAL, "2.2"), (LEAKAGE, "8.9")):
        saved = enter(alice, value, key, explanation="如实填报")
        do(Action.SUBMIT, alice, saved)
    book = Book(signed_in(judge), "/review/table.xlsx?indicator=total_water_use")
    [row] = book.rows("待审核")
    assert (row["填报值"], row["本年限值"], row["对提示的解释"]) == (2.2, 2.27, "如实填报")
    assert isinstance(row["提交时间"], datetime) and row["提交人"] == "alice"
    assert row["通过后的评估"] == "接近红线"
    assert "指标：用水总量" in book.notes
    [city] = [one for one in book.rows("各市填报进度") if one["行政区代码"] == "140300"]
    assert city["待审核"] == 2
    years = csv_rows(signed_in(judge), "/review/years/table.csv")
    assert years[0]["年度"] == "2025"
    # Nothing is read a row at a time.
    client = signed_in(judge)
    with django_assert_num_queries(49):
        client.get("/review/table.csv")
    Actual.objects.filter(indicator=LEAKAGE.indicator).delete()
    with django_assert_num_queries(49):
        client.get("/review/table.csv")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_who_may_not_open_the_page_gets_no_file(alice: User, client: Client, kind: str) -> None:
    assert client.get(f"{GRID}.{kind}").status_code == 302
    stranger = signed_in(reviewer("charlie", "370000"))
    assert stranger.get(f"{GRID}.{kind}").status_code == 403
    assert stranger.get("/entry/140300/25/table.xlsx").status_code in (403, 404)
    assert signed_in(alice).get(f"/review/table.{kind}").status_code == 403
