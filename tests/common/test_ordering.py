"""The order that an address asks for: of computed rows, of Chinese words, and where heads lead."""

import pytest
from django.http import QueryDict
from django.utils import translation

from common.collation import sound
from common.filters import FilterSet
from common.listing import SortLink, sort_link
from common.ordering import OrderingParameter, by_name, in_order
from common.sorting import Order
from departments.models import Region
from tests import factories


class Asked(FilterSet):
    ordering = OrderingParameter({"name": by_name("name", english="name_en")})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], ["b1", "a2", "c", "a1"]),
        ([Order("size")], ["b1", "a1", "a2", "c"]),
        ([Order("size", descending=True)], ["a2", "b1", "a1", "c"]),
    ],
)
def test_rows_that_are_alike_stay_in_their_own_order_and_none_comes_last(
    asked: list[Order], found: list[str]
) -> None:
    def size(row: str) -> int | None:
        return int(row[1]) if len(row) > 1 else None

    assert in_order(["b1", "a2", "c", "a1"], asked, {"size": size}) == found


def test_chinese_words_stand_by_their_pinyin() -> None:
    by_code_point = ["太原", "安阳", "晋城", "聊城", "阳泉"]
    assert sorted(by_code_point) == by_code_point
    assert sorted(by_code_point, key=sound) == ["安阳", "晋城", "聊城", "太原", "阳泉"]


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("zh-hans", "name", ["安市", "中市"]),
        ("zh-hans", "-name", ["中市", "安市"]),
        ("en", "name", ["中市", "安市"]),
    ],
)
def test_the_database_orders_by_pinyin_and_english_names_by_letters(
    db: None, language: str, asked: str, found: list[str]
) -> None:
    factories.regions()
    for code, name, english in [("140901", "中市", "A city"), ("140902", "安市", "b city")]:
        Region.objects.create(
            code=code, name=name, name_en=english, level="city", parent_id="140000"
        )
    with translation.override(language):
        wanted = Asked(QueryDict(f"ordering={asked}"), Region.objects.filter(code__gte="140901"))
        assert [one.name for one in wanted.qs] == found


@pytest.mark.parametrize(
    ("address", "down", "state", "query"),
    [
        ("", False, "none", "?ordering=size"),
        ("", True, "none", "?ordering=-size"),
        ("ordering=size", False, "ascending", "?ordering=-size"),
        ("ordering=-size", False, "descending", "?"),
        ("ordering=-size", True, "descending", "?ordering=size"),
        ("ordering=size", True, "ascending", "?"),
        ("ordering=name", False, "none", "?ordering=size"),
        ("year=2025&page=3&after=x", False, "none", "?year=2025&ordering=size"),
    ],
)
def test_where_a_head_leads(address: str, down: bool, state: str, query: str) -> None:
    assert sort_link(QueryDict(address), "size", down=down) == SortLink(state, query)
