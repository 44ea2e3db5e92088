"""What depends on the reader's language beyond gettext."""

import pytest
from django.utils.translation import get_language, override

from common.language import in_both, is_english, join_sentences, local_name
from departments.models import Region


def test_a_name_is_the_english_one_in_english_where_there_is_one() -> None:
    with_english, without = Region(name="阳泉市", name_en="Yangquan"), Region(name="某县")
    assert [local_name(one) for one in (with_english, without)] == ["阳泉市", "某县"]
    with override("en"):
        assert [local_name(one) for one in (with_english, without)] == ["Yangquan", "某县"]


@pytest.mark.parametrize("language", ["en", "en-gb"])
def test_sentences_are_apart_by_a_space_in_english_alone(language: str) -> None:
    assert join_sentences(["一。", "", "二。"]) == "一。二。"
    with override(language):
        assert join_sentences(["One.", "", "Two."]) == "One. Two."
        assert join_sentences([]) == ""
        assert join_sentences(["", "One."]) == "One."


def test_in_both_says_each_thing_in_chinese_and_in_english() -> None:
    def say(thing: int) -> str:
        return f"{get_language()} {thing}"

    with override("en"):
        assert list(in_both(say, [1, 2])) == [("zh-hans 1", "en 1"), ("zh-hans 2", "en 2")]
        assert is_english()
    assert list(in_both(say, [])) == []
