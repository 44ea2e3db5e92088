"""Everything that is said in Chinese is said in English too."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

ROOT: Path = settings.BASE_DIR
Messages = dict[tuple[str | None, Any], Message]
# Two characters that are mixed up on the page, which English readers see there too.
ABOUT_CHARACTERS = (
    "About %(times)s times %(reference)s: 万 (10,000) may stand for 亿 (100 million)."
)
# The plans' own words, which decide how a target is read; sentences about them quote them.
PRINTED_WORDS = re.compile("左右|约|年均|百分点|下达")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]")


@pytest.fixture(scope="module")
def english() -> Messages:
    return by_key(ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """What `make messages` finds in the code and the templates."""
    collected = tmp_path_factory.mktemp("sentences") / "django.pot"
    tools = Path(sys.executable).parent
    command = ["make", "--silent", "sentences", f"SENTENCES={collected}", f"BIN={tools}"]
    subprocess.run(command, cwd=ROOT, check=True)
    return by_key(collected)


def test_every_sentence_is_translated(english: Messages, sentences: Messages) -> None:
    assert len(sentences) > 500
    missing = [
        message.id
        for key, message in sentences.items()
        if key not in english or not all(strings(english[key]))
    ]
    assert missing == []


def test_no_translation_is_uncertain_or_left_over(english: Messages, sentences: Messages) -> None:
    assert [message.id for message in english.values() if message.fuzzy] == []
    assert set(english) - set(sentences) == set()


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
    said = [text for message in english.values() for text in strings(message)]
    left = [text for text in said if is_chinese(PRINTED_WORDS.sub("", text))]
    assert left == [ABOUT_CHARACTERS]


def by_key(file: Path) -> Messages:
    with file.open("rb") as stream:
        catalogue: Catalog = read_po(stream, locale="en")
    return {(message.context, message.id): message for message in catalogue if message.id}


def strings(message: Message, part: str = "string") -> tuple[str, ...]:
    value = getattr(message, part)
    return value if isinstance(value, tuple) else (value,)


def is_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None
