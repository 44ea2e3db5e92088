"""A list as a table: which columns it has, and what stands in their cells."""

from decimal import Decimal
from typing import Any

import pytest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.columns import cells_of, columns_of, without
from common.api.fields import ExactDecimalField
from common.column_kinds import Kind


class PlaceSerializer(serializers.Serializer[Any]):
    value = ExactDecimalField(help_text="How much.")
    on = serializers.DateField()


class RowSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    limit = PlaceSerializer(allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField())
    places = PlaceSerializer(many=True)
    said = serializers.SerializerMethodField()
    counted = serializers.SerializerMethodField()
    until = serializers.SerializerMethodField()
    demo = serializers.BooleanField()
    at = serializers.DateTimeField()

    def get_said(self, row: Any) -> str | None:
        return None

    @extend_schema_field({"type": ["null", "integer"]})
    def get_counted(self, row: Any) -> Any:
        return None

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_until(self, row: Any) -> str | None:
        return None


def test_an_object_is_columns_and_what_repeats_is_one() -> None:
    found = columns_of(RowSerializer())
    assert [(one.name, one.kind, one.nullable) for one in found] == [
        ("key", Kind.TEXT, False),
        ("year", Kind.INTEGER, True),
        ("limit.value", Kind.DECIMAL, True),
        ("limit.on", Kind.DATE, True),
        ("aliases", Kind.JSON, False),
        ("places", Kind.JSON, False),
        ("said", Kind.TEXT, False),
        ("counted", Kind.INTEGER, False),
        ("until", Kind.DATE, False),
        ("demo", Kind.BOOLEAN, False),
        ("at", Kind.TIME, False),
    ]
    assert found[2].description == "How much."
    left = without(found, ["limit", "places"])
    assert [one.name for one in left] == [
        "key",
        "year",
        "aliases",
        "said",
        "counted",
        "until",
        "demo",
        "at",
    ]


def test_cells_keep_digits_and_nothing_is_none() -> None:
    columns = columns_of(RowSerializer())
    row = {
        "key": "a",
        "year": None,
        "limit": {"value": Decimal("9.0"), "on": "2026-01-01"},
        "aliases": ["水", "a,b"],
        "places": [{"value": Decimal("0.10"), "on": None}],
        "said": None,
        "counted": 3,
        "until": None,
        "demo": False,
        "at": "2026-01-01T00:00:00+08:00",
    }
    assert cells_of(row, columns) == [
        *("a", None, Decimal("9.0"), "2026-01-01", '["水","a,b"]'),
        *('[{"value":0.10,"on":null}]', None, 3, None, False, "2026-01-01T00:00:00+08:00"),
    ]
    assert cells_of(row | {"limit": None}, columns)[2:4] == [None, None]


def test_a_computed_field_says_what_it_is() -> None:
    class Silent(serializers.Serializer[Any]):
        what = serializers.SerializerMethodField()

        def get_what(self, row: Any) -> Any:
            return row

    with pytest.raises(TypeError, match="get_what"):
        columns_of(Silent())


def test_every_list_has_columns() -> None:
    from siwei.api_urls import router

    lists: dict[str, Any] = {basename: view for _prefix, view, basename in router.registry}
    assert len(lists) > 15
    for basename, view in lists.items():
        found = columns_of(view.serializer_class())
        assert len({one.name for one in found}) == len(found) > 3, basename
