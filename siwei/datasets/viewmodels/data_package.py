"""The data package (Data Package v2): what stands in the CSV files, for a program that checks it.

Regions and indicators, to which the files refer, are in the package itself, whole: their lists
come in pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.column_kinds import Kind
from common.sheets import guarded
from siwei.datasets.viewmodels.columns import DescribedColumn, described_columns
from siwei.datasets.viewmodels.publishing import Publishing
from siwei.datasets.wording.sets import SETS_IN_WORDS

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.plans.models import Indicator, Plan
    from siwei.datasets.selectors.sets import DataSet

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "datetime",
    Kind.JSON: "array",
}
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
# The columns that name a region or an indicator, beside those of amended targets.
_REFERENCES = {"region": "regions", "indicator": "indicators"}
# Where the model keeps the key that the API names.
_STORED = {"parent": "parent_id", "unit": "unit_id"}


@dataclass(frozen=True, slots=True)
class PackagedSet:
    """A set, and what is asked of it, as its address carries that."""

    data_set: DataSet
    query: str


def data_package(
    sets: Iterable[PackagedSet],
    *,
    regions: Iterable[Region],
    indicators: Iterable[Indicator],
    plans: Iterable[Plan],
    publishing: Publishing,
) -> dict[str, Any]:
    package = {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "siwei",
        "title": _("四水四定目标跟踪"),
        "description": publishing.said,
        "homepage": publishing.page,
        "contributors": [
            {"title": publishing.name, "path": publishing.base, "roles": ["publisher"]}
        ],
        "sources": [
            {"title": one.title, "path": f"{publishing.base}{reverse('plan', args=[one.slug])}"}
            for one in plans
        ],
        "resources": [
            *(_file(one) for one in sets),
            _reference("regions", _("行政区"), "code name name_en level parent", regions),
            _reference(
                "indicators",
                _("指标"),
                "code name name_en unit direction definition definition_en",
                indicators,
            ),
        ],
    }
    if publishing.licence:
        package["licenses"] = [{"path": publishing.licence}]
    return package


def _file(one: PackagedSet) -> dict[str, Any]:
    """A CSV file beside the package, with what is asked of it."""
    name = one.data_set.name
    return {
        "name": name,
        "path": f"{name}.csv{f'?{one.query}' if one.query else ''}",
        "title": str(one.data_set.title),
        "description": str(SETS_IN_WORDS[name].description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": _schema(one.data_set),
    }


def _schema(data_set: DataSet) -> dict[str, Any]:
    columns = described_columns(data_set)
    key = list(data_set.key)
    filled = {one.name for one in columns if one.required}
    names = {one.name for one in columns}
    return {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(one) for one in columns],
        "missingValues": [""],
        # A primary key has no empty cells.
        **({"primaryKey": key} if filled.issuperset(key) else {"uniqueKeys": [key]}),
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": resource, "fields": ["code"]}}
            for name, resource in _REFERENCES.items()
            if name in names
        ],
    }


def _field(column: DescribedColumn) -> dict[str, Any]:
    said = [column.description, _("单位：%s") % column.unit if column.unit else ""]
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": " ".join(one for one in said if one),
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        # As it stands in the file: `=` alone would be a formula there.
        words = [(guarded(word), label) for word, label in column.words]
        constraints["enum"] = [word for word, _label in words]
        field["categories"] = [{"value": word, "label": label} for word, label in words]
    return field | ({"constraints": constraints} if constraints else {})


def _reference(name: str, title: str, columns: str, rows: Iterable[Any]) -> dict[str, Any]:
    """What the files refer to, by `code`. `columns`: attributes, all of them texts."""
    names = columns.split()
    return {
        "name": name,
        "title": title,
        "data": [
            {one: str(getattr(row, _STORED.get(one, one)) or "") for one in names} for row in rows
        ],
        "schema": {
            "$schema": f"{_PROFILES}tableschema.json",
            "fields": [{"name": one, "type": "string"} for one in names],
            "missingValues": [""],
            "primaryKey": ["code"],
        },
    }
