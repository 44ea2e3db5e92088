"""Everything that is said in Chinese is said in English too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from scripts.messages import LOCALE, collect

Messages = dict[tuple[str | None, Any], Message]
# Two characters that are mixed up on the page, which English readers see there too.
ABOUT_CHARACTERS = (
    "About %(times)s times %(reference)s: 万 (10,000) may stand for 亿 (100 million). "
    "Check the unit (%(unit)s)."
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]")


@pytest.fixture(scope="module")
def english() -> Messages:
    with (LOCALE / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {(message.context, message.id): message for message in catalogue if message.id}


def sentences() -> Iterator[Message]:
    return (message for message in collect() if message.id)


def test_every_sentence_is_translated(english: Messages) -> None:
    missing = [
        message.id
        for message in sentences()
        if (message.context, message.id) not in english
        or not all(strings(english[message.context, message.id]))
    ]
    assert missing == []


def test_no_translation_is_uncertain_or_left_over(english: Messages) -> None:
    wanted = {(message.context, message.id) for message in sentences()}
    assert [message.id for message in english.values() if message.fuzzy] == []
    assert set(english) - wanted == set()


def test_translations_keep_their_placeholders(english: Messages) -> None:
    def placeholders(text: str) -> list[str]:
        """What has a name may be said twice in one language and once in the other."""
        found = PLACEHOLDER.findall(text)
        return sorted({one for one in found if "(" in one}) + [
            one for one in found if "(" not in one
        ]

    wrong = [
        message.id
        for message in english.values()
        for text in strings(message)
        if placeholders(text) != placeholders(strings(message, "id")[0])
    ]
    assert wrong == []


def test_no_chinese_is_left_in_english(english: Messages) -> None:
    left = [text for message in english.values() for text in strings(message) if is_chinese(text)]
    assert left == [ABOUT_CHARACTERS]


def strings(message: Message, part: str = "string") -> tuple[str, ...]:
    value = getattr(message, part)
    return value if isinstance(value, tuple) else (value,)


def is_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None
