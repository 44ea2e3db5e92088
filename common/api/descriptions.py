"""Describes the fields of the API: in its schema, and as columns of a table."""

from typing import Any

from rest_framework import serializers

from common.field_words import description_of
from common.labels import Label


def field_description(
    serializer: "serializers.Serializer[Any]", name: str, said: Label | None
) -> Label:
    """`said`, the field's own `help_text`, else what is registered."""
    row = type(serializer).__name__.removesuffix("Serializer")
    return said or description_of(row, name)


def describe_fields(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to the schema what is registered of the fields that have no words of their own, and of
    what an address carries (`Path.name`, `Query.name`)."""
    for row, schema in result["components"]["schemas"].items():
        for name, field in schema.get("properties", {}).items():
            words = description_of(row, name)
            if words and not field.get("description"):
                field["description"] = str(words)
    for methods in result["paths"].values():
        for operation in methods.values():
            for one in operation["parameters"]:
                if not one.get("description"):
                    one["description"] = str(description_of(one["in"].title(), one["name"]))
    return result
