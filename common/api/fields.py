"""Serializer fields that the apps share."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "number"})
class ExactDecimalField(serializers.Field[Decimal, Any, Decimal, Any]):
    """A `Decimal` with its own digits, neither rounded nor padded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Decimal) -> Decimal:
        return value


class WordField(serializers.ChoiceField):
    """A word of an enumeration, as stored; its meaning stands in the schema."""

    def __init__(self, words: Iterable[StrEnum], **options: Any) -> None:
        labelled = [(word.value, word.label.en) for word in words]  # type: ignore[attr-defined]
        super().__init__(choices=labelled, read_only=True, **options)
