"""The page of a province: its cities alone, on a map, as cards and as a table."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Region, RegionSuccession
from departments.rules.roles import RegionLevel, SuccessionKind
from siwei.bench.nation import build
from tests.nation import PROVINCES


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_province_shows_its_cities_and_no_other(client: Client, demo: None) -> None:
    answer = client.get("/provinces/140000/?year=2025")
    shown = answer.context["overview"]
    assert [one.code for one in shown.cities] == ["140100", "140300", "140400", "140500"]
    same = client.get("/?year=2025&province=140000").context
    assert answer.context["sentence"] == same["sentence"]
    assert answer.context["cards"] == same["cards"]
    html = answer.content.decode()
    assert "<h1>山西省</h1>" in html
    assert "聊城市" not in html


def test_every_tile_says_what_the_table_and_the_cards_say(client: Client, demo: None) -> None:
    answer = client.get("/provinces/140000/?year=2025")
    tiles = {one.code: one for one in answer.context["tiles"]}
    assert len(tiles) == 11
    counted = {row.code: row.sums for row in answer.context["table"].rows}
    for card in answer.context["cards"]:
        tile = tiles[card.city.code]
        assert tile.status is card.worst
        sums = {one.status: one.number for one in counted[card.city.code].counts}
        assert tile.number == sums[tile.status]
        assert sum(sums.values()) == sum(card.city.promises.counts.values())
    assert [code for code, one in tiles.items() if one.is_known] == [
        *("140100", "140300", "140400", "140500"),
    ]
    html = answer.content.decode()
    assert html.count("tile--empty") == 7
    assert re.search(
        r'<a class="tile[^"]*status--breached" href="/cities/140300/\?year=2025">', html
    )


@pytest.mark.parametrize(
    ("code", "why"),
    [("140300", "“阳泉市”不是省级行政区。"), ("990000", "没有代码为“990000”的行政区。")],
)
def test_what_is_no_province_is_missing_in_words(
    client: Client, plans: None, code: str, why: str
) -> None:
    assert why in page(client, f"/provinces/{code}/", 404)
    assert client.get(f"/provinces/{code}/table.csv").status_code == 404


def test_an_older_code_leads_to_todays(client: Client, plans: None) -> None:
    old = Region.objects.create(
        code="980000", name="旧山西省", name_en="Old", level=RegionLevel.PROVINCE
    )
    RegionSuccession.objects.create(
        predecessor=old, successor_id="140000", kind=SuccessionKind.RECODED, on=date(2020, 1, 1)
    )
    answer = client.get("/provinces/980000/?year=2025&nature=constraint")
    assert answer.headers["Location"] == "/provinces/140000/?year=2025&nature=constraint"
    table = client.get("/provinces/980000/table.csv?year=2025")
    assert table.headers["Location"] == "/provinces/140000/table.csv?year=2025"


def test_filters_narrow_and_a_bad_one_is_refused(client: Client, demo: None) -> None:
    assert "高效节水灌溉面积" not in page(client, "/provinces/140000/?year=2025&nature=constraint")
    assert "没有符合条件的承诺" in page(client, "/provinces/370000/?theme=allocation")
    for query in ("province=370000", "year=x", "theme=x"):
        assert "请改正这些条件" in page(client, f"/provinces/140000/?{query}", 400)


def test_a_day_before_the_plans_shows_none(client: Client, demo: None) -> None:
    html = page(client, "/provinces/140000/?year=2025&as_of=2020-01-01")
    assert "无突破红线" not in html
    assert html.count("tile--empty") == 11


def test_a_province_without_plans_says_so(client: Client, plans: None) -> None:
    Region.objects.create(code="620000", name="甘肃省", name_en="Gansu", level="province")
    html = page(client, "/provinces/620000/")
    assert "还没有规划" in html
    assert 'class="tiles"' not in html


def test_its_table_is_that_of_its_cities(client: Client, demo: None) -> None:
    table = client.get("/provinces/140000/table.csv?year=2025").getvalue().decode("utf-8-sig")
    assert "阳泉市" in table
    assert "聊城市" not in table


def test_it_reads_the_same_however_large_the_country_is(
    client: Client, db: None, small_nation: None
) -> None:
    """Not one query more, and none that returns a row of another province."""

    def read(cities: int) -> list[str]:
        build(cities)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get("/provinces/110000/?year=2026").context["overview"]
        assert {one.code[:2] for one in shown.cities} == {"11"}
        return [query["sql"] for query in queries]

    few, many = read(PROVINCES), read(3 * PROVINCES)
    assert len(few) == len(many) <= 40


def test_a_nation_a_province_a_city_are_two_clicks(
    client: Client, db: None, small_nation: None
) -> None:
    build(8)
    nation = page(client, "/?year=2026&nature=constraint")
    first = "/provinces/110000/?year=2026&amp;nature=constraint"
    assert nation.count(f'href="{first}"') == 2  # on the map and in the table
    province: Any = page(client, first.replace("&amp;", "&"))
    assert 'href="/cities/110100/?year=2026"' in province
    assert client.get("/cities/110100/?year=2026").status_code == 200
