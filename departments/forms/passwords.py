"""Which passwords are too easy to guess (AUTH_PASSWORD_VALIDATORS).

zxcvbn estimates how many guesses a password stands. It is told the words that a guesser of this
field would try first: those of password_words.txt, the names of regions, years, and what is
known of the person.
"""

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
    found = zxcvbn(password[:LOOKED_AT], user_inputs=expected)
    return float(found["guesses_log10"])


@cache
def _words() -> tuple[str, ...]:
    lines = Path(__file__).with_name("password_words.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line and not line.startswith("#"))


def _years() -> Iterator[str]:
    """Years of birth, of plans and of now."""
    yield from map(str, range(1950, timezone.localdate().year + 15))


def _places() -> Iterator[str]:
    """Regions with and without 市, in characters and in pinyin."""
    for region in regions():
        pinyin = "".join(sign for sign in region.name_en.lower() if sign.isalpha())
        yield from (region.name, region.name[:-1], pinyin, f"{pinyin}shi")


def _of_person(user: AbstractBaseUser | None) -> Iterator[str]:
    if not isinstance(user, User):
        return
    for known in (user.username, user.first_name, user.last_name, user.email.partition("@")[0]):
        yield from filter(None, {known, *known.replace("-", " ").replace("_", " ").split()})
