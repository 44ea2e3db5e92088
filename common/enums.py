"""Enumerations whose members carry what people read for them."""

from enum import StrEnum

from common.bilingual import Bilingual


class Word(StrEnum):
    """A stored word with what people read for it."""

    _label: Bilingual

    def __new__(cls, value: str, zh: str = "", en: str = "") -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word._label = Bilingual(zh, en)
        return word

    @property
    def label(self) -> Bilingual:
        return self._label
