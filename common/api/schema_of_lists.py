"""What the generated description cannot know of a list: its CSV, its links, its rows with `fields`.

With `fields` a row has only what was asked for. A list is described as rows of either kind, so that
a generated client reads the whole rows as such, and the others too.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.api.tables import MEDIA_TYPE

SUFFIX = "Fields"
_REF = "#/components/schemas/"
_FORMAT = _(
    "用什么格式回答，先于 `Accept`：`json`，或 `csv`（同一页的表）。"
    "`…/` 处的列表在 `….csv` 和 `….json` 处也有。"
)
_CSV = {
    "type": "string",
    "description": "UTF-8 with a byte order mark. A column for each field, named by its way "
    "(`limit.value`); what repeats is JSON in one cell; nothing stands for null. See “Columns, "
    "order and CSV” above.",
}
_LINK = {
    "description": "`next`, `prev` and `first`, after RFC 8288, and this description "
    "(`service-desc`).",
    "schema": {"type": "string"},
}


def describe_lists(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to every list its CSV and its `Link`, and to its rows that they may have fewer fields."""
    for methods in result["paths"].values():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if MEDIA_TYPE not in content:
            continue
        content[MEDIA_TYPE] = {"schema": _CSV}
        methods["get"]["responses"]["200"]["headers"]["Link"] = _LINK
        for parameter in methods["get"]["parameters"]:
            if parameter["name"] == "format":
                parameter["description"] = _FORMAT
    schemas = result["components"]["schemas"]
    for name in [name for name in schemas if name.startswith("Paginated")]:
        rows = schemas[name]["properties"]["results"]
        rows["items"] = {"anyOf": [rows["items"], _with_fewer(rows["items"], schemas)]}
    return result


def _with_fewer(schema: Any, schemas: dict[str, Any]) -> Any:
    """The same, of which every object, and every object in it, may have fewer fields."""
    if not isinstance(schema, dict):
        return schema
    name = schema.get("$ref", "").removeprefix(_REF)
    if "properties" in schemas.get(name, {}):
        return schema | {"$ref": f"{_REF}{_part_of(name, schemas)}"}
    alternatives = {
        word: [_with_fewer(one, schemas) for one in schema[word]]
        for word in ("allOf", "anyOf", "oneOf")
        if word in schema
    }
    return schema | alternatives


def _part_of(name: str, schemas: dict[str, Any]) -> str:
    """The name of the component that is `name` with fewer fields, which is made if need be."""
    part = f"{name}{SUFFIX}"
    if part not in schemas:
        schemas[part] = {
            "type": "object",
            "description": f"`{name}`, with the `fields` that were asked for.",
            "minProperties": 1,
            "properties": {
                field: _with_fewer(one, schemas)
                for field, one in schemas[name]["properties"].items()
            },
        }
    return part
