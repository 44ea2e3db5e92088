"""Is a number in a file still what is published? Judged by what each version said in public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from common.figures import places
from common.records.rules.publications import Ending
from indicators.actuals.rules.keys import ActualKey


class Judgement(StrEnum):
    """What became of a number; those that somebody has to look at come first."""

    ALTERED = "altered"
    MOVED = "moved"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    STILL = "still"


class Remark(StrEnum):
    """What there is to say beside a judgement."""

    OTHER_DECIMALS = "other_decimals"  # 2.210 where 2.21 was published
    REPUBLISHED = "republished"  # a later version says the same number
    AS_NOW = "as_now"  # altered into what is published now
    ERASED = "erased"  # there is no number any more
    REMOVED = "removed"  # the value was deleted, not withdrawn


@dataclass(frozen=True, slots=True)
class Passported:
    """A number that carries a passport: `key` and `version` as the file names them; `key` is None
    where they name nothing, and `named` is what the file says then.

    `text` is what stands in the file, `value` the number that it says. `printed`: it has the
    decimals that are printed; a cell of a spreadsheet keeps none. `place` says where it is,
    `elsewhere` where in its table the number stands that was written here: its rows were sorted,
    or two numbers change places.
    """

    named: str
    key: ActualKey | None
    version: int
    text: str
    value: Decimal | None
    place: str
    printed: bool = True
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """What one version said in public: `value` as printed, in the catalogue's unit, or why there
    is none (`obs_status`); it was public from `published_at` until `ended_at`, None: it still is.
    """

    version: int
    value: Decimal | None
    obs_status: str
    published_at: datetime
    ended_at: datetime | None = None
    ended_by: Ending | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A number with its judgement: what its version said (`was`), what is published now (`now`,
    None where nothing is), and since when it isn't what it was (`at`)."""

    number: Passported
    judgement: Judgement
    remarks: tuple[Remark, ...] = ()
    was: PublishedVersion | None = None
    now: PublishedVersion | None = None
    at: datetime | None = None


def checked(number: Passported, versions: Iterable[PublishedVersion]) -> Checked:
    """Judge a number by all that was ever published of its value.

    A version that wasn't published isn't among `versions`, so that a passport which names a draft
    is as unknown as one that names nothing. Numbers are the same where they are equal: 2.21 and
    2.210, the latter with a remark.
    """
    known = sorted(versions, key=lambda one: one.version)
    was = next((one for one in known if one.version == number.version), None)
    if number.key is None or was is None:
        return Checked(number, Judgement.UNKNOWN)
    last = known[-1]
    now = last if last.ended_at is None else None
    if number.value is None or was.value is None or number.value != was.value:
        return _another(number, was, now, last)
    if now is None:
        gone = (Remark.REMOVED,) if last.ended_by is Ending.REMOVED else ()
        return Checked(number, Judgement.WITHDRAWN, gone, was, now, last.ended_at)
    if now.value != was.value:
        return Checked(number, Judgement.CORRECTED, (), was, now, now.published_at)
    remarks = []
    if number.printed and places(number.value) != places(was.value):
        remarks.append(Remark.OTHER_DECIMALS)
    if now.version != was.version:
        remarks.append(Remark.REPUBLISHED)
    return Checked(number, Judgement.STILL, tuple(remarks), was, now)


def _another(
    number: Passported, was: PublishedVersion, now: PublishedVersion | None, last: PublishedVersion
) -> Checked:
    """Not what its version said: it was moved, or somebody altered it."""
    since = None if now is was else now.published_at if now else last.ended_at
    if number.elsewhere:
        return Checked(number, Judgement.MOVED, (), was, now, since)
    remarks = []
    if not number.text.strip():
        remarks.append(Remark.ERASED)
    if now is not None and now is not was and number.value is not None:
        remarks += [Remark.AS_NOW] if number.value == now.value else []
    return Checked(number, Judgement.ALTERED, tuple(remarks), was, now, since)
