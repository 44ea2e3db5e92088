"""Which passwords are too easy to guess (AUTH_PASSWORD_VALIDATORS).

zxcvbn estimates how many guesses a password stands. It is told the words that a guesser of this
field would try first: those of password_words.txt, the names of regions, years, and what is
known of the person. It takes three short words that it doesn't know for a long secret, so it is
asked as well what stands without the parts that add nothing: the least of its answers counts.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from departments.selectors import regions

LEAST_LENGTH = 10
# Powers of ten. A log-in limit lets nobody make a million; who stole the hashes makes more.
LEAST_GUESSES = 9
# What the estimate looks at: it takes long for more, and more is good enough anyway.
LOOKED_AT = 72


class PasswordValidator:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) < LEAST_LENGTH:
            words = _("密码至少要有 %d 个字符。")
            raise ValidationError(words % LEAST_LENGTH, code="password_too_short")
        if _guesses(password, user) < LEAST_GUESSES:
            words = _(
                "这个密码太容易被猜到。不要用单位、地名、姓名、年份和常见的词，"
                "可以把几个互不相干的词连起来。"
            )
            raise ValidationError(words, code="password_too_weak")

    def get_help_text(self) -> str:
        return _(
            "至少 %d 个字符；不要用单位、地名、姓名、年份和常见的词，可以把几个互不相干的词连起来。"
        ) % (LEAST_LENGTH)


def _guesses(password: str, user: AbstractBaseUser | None) -> float:
    """How many guesses the password stands, as a power of ten."""
    expected = [*_words(), *_years(), *_places(), *_of_person(user)]
    looked_at = password[:LOOKED_AT]
    return min(
        float(zxcvbn(variant, user_inputs=expected)["guesses_log10"])
        for variant in {looked_at, *_without_what_adds_nothing(looked_at)}
        if variant
    )


# Of a telephone, with or without 86, and of an identity card.
_NUMBERS = re.compile(r"(?<!\d)(?:(?:86)?1[3-9]\d{9}|[1-9]\d{16}[\dXx])(?![\d])")
_DIGIT_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])\d(?=[^\W\d_])")
_PART = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_SYLLABLE = re.compile(r"(?:[zcs]?h|[^aeiou])?[aeiou]+(?:ng?(?![aeiou])|r(?![aeiou]))?")


def _without_what_adds_nothing(password: str) -> Iterator[str]:
    """The password with each part once, and without numbers that others know and the organ
    (sxslt, 山西水利), with which go the signs; a digit between letters parts syllables (wo1ai2ni).
    """
    organ = _organ()
    for variant in (password, _DIGIT_BETWEEN_LETTERS.sub("", password)):
        found = _PART.findall(_NUMBERS.sub("", variant))
        others = [part for part in found if not organ.fullmatch(part)]
        if len(others) < len(found):
            others = [part for part in others if part.isalnum()]
        # Not nothing: zxcvbn needs something to look at.
        yield "".join({part.casefold(): part for part in others}.values()) or "a"


def _organ() -> re.Pattern[str]:
    """Initials or characters of an organ, with or without a region before it: slt, sxslt,
    yqsswj, yangquanslj, 阳泉市水利局."""
    of_regions = {"": None}
    for region in regions():
        pinyin = _pinyin(region.name_en)
        initials = "".join(syllable[0] for syllable in _SYLLABLE.findall(pinyin) if syllable)
        of_regions |= dict.fromkeys((initials, pinyin, region.name, region.name[:-1]))
    of_organs = [word for word in _words() if word in _initials() or not word.isascii()]
    before, organs = ("|".join(map(re.escape, words)) for words in (of_regions, of_organs))
    return re.compile(f"(?:(?:{before})[sqx]?)?(?:{organs})", re.IGNORECASE)


@cache
def _initials() -> frozenset[str]:
    return frozenset(line.removeprefix("initials ") for line in _lines() if " " in line)


@cache
def _lines() -> tuple[str, ...]:
    lines = Path(__file__).with_name("password_words.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _words() -> tuple[str, ...]:
    return tuple(line.removeprefix("initials ") for line in _lines())


def _years() -> Iterator[str]:
    """Years of birth, of plans and of now."""
    yield from map(str, range(1950, timezone.localdate().year + 15))


def _places() -> Iterator[str]:
    """Regions with and without 市, in characters and in pinyin."""
    for region in regions():
        pinyin = _pinyin(region.name_en)
        yield from (region.name, region.name[:-1], pinyin, f"{pinyin}shi")


def _pinyin(name: str) -> str:
    """Of 东阿县, Dong'e County, it is donge."""
    return "".join(sign for sign in name.lower().partition(" ")[0] if sign.isalpha())


def _of_person(user: AbstractBaseUser | None) -> Iterator[str]:
    if not isinstance(user, User):
        return
    for known in (user.username, user.first_name, user.last_name, user.email.partition("@")[0]):
        yield from filter(None, {known, *known.replace("-", " ").replace("_", " ").split()})
