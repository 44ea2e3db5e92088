"""Serializer fields that the apps share."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import override
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.labels import choices


@extend_schema_field({"type": "number"})
class ExactDecimalField(serializers.Field[Decimal, Any, Decimal, Any]):
    """A `Decimal` with its own digits, neither rounded nor padded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Decimal) -> Decimal:
        return value


class WordField(serializers.ChoiceField):
    """A word of an enumeration, as stored; its meaning stands in the schema. With `allow_null`,
    where none is stored ("") it is null."""

    def __init__(self, words: type[StrEnum], **options: Any) -> None:
        super().__init__(choices=choices(words), read_only=True, **options)

    def to_representation(self, value: Any) -> Any:
        word = super().to_representation(value)
        return None if self.allow_null and word == "" else word


class SentenceField(serializers.CharField):
    """What `say` says of the source, in one language, whatever the caller reads; "" of nothing."""

    def __init__(self, say: Callable[[Any], str], language: str, **options: Any) -> None:
        super().__init__(read_only=True, **options)
        self.say, self.language = say, language

    def to_representation(self, value: Any) -> str:
        if not value:
            return ""
        with override(self.language):
            return self.say(value)
