"""A batch as its page shows it: how many rows of each kind, and what each row would write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.figures import with_minus
from common.labels import label
from common.language import local_name
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey, is_key, parse_key
from indicators.actuals.wording import preliminary_mark
from indicators.plans.wording import amount
from siwei.exchange.rules.enums import WRITES, RowKind
from siwei.exchange.rules.kept import Placed
from siwei.exchange.rules.notes import NoteCode
from siwei.exchange.rules.rows import RowMessage, StagedRow
from siwei.exchange.rules.signs import BLOCKED, ORDER, SIGNS

if TYPE_CHECKING:
    from siwei.exchange.selectors.named import NamedRows


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many rows are of a kind, and where they are listed; `kind` is None for all of them."""

    kind: RowKind | None
    sign: str
    number: int
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each kind, of `total`."""

    by_kind: Mapping[RowKind, int]

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def writes(self) -> int:
        return sum(self.by_kind.get(kind, 0) for kind in WRITES)

    @property
    def blocked(self) -> int:
        return sum(self.by_kind.get(kind, 0) for kind in BLOCKED)

    @property
    def errors(self) -> int:
        return self.by_kind.get(RowKind.ERROR, 0)

    @property
    def locked(self) -> int:
        return self.by_kind.get(RowKind.LOCKED, 0)

    @property
    def warnings(self) -> int:
        return self.by_kind.get(RowKind.WARNING, 0)

    @property
    def unchanged(self) -> int:
        return self.by_kind.get(RowKind.UNCHANGED, 0)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the list. `code` and `address` are empty where the row names nothing known.

    `before` and `after` are numbers in words, `after` with its unit; `given` is what the cell said
    in another unit. `texts`: what is written beside the number, each with its name. `writes`:
    whether it would be written or, of a batch that is done, whether it was.
    """

    index: int
    row: StagedRow
    sign: str
    region: str
    indicator: str
    code: str
    before: str
    after: str
    given: str
    texts: Sequence[tuple[str, str]]
    writes: bool

    @property
    def keeps(self) -> bool:
        """Whether the number and its status stay, and only texts beside it change."""
        row = self.row
        return (row.before, row.before_status) == (row.value, row.status)

    @property
    def explains(self) -> bool:
        """Whether it is asked why."""
        return self.row.kind is RowKind.WARNING

    @property
    def errors(self) -> list[RowMessage]:
        return [one for one in self.row.messages if one.is_error]

    @property
    def hints(self) -> list[RowMessage]:
        """What is only said; that it was converted is seen from both numbers."""
        said = [one for one in self.row.messages if not one.is_error]
        return [one for one in said if not (self.given and one.code == NoteCode.CONVERTED)]


def counts_of(kinds: Iterable[RowKind]) -> Counts:
    return Counts(Counter(kinds))


def kind_counts(counts: Counts, current: RowKind | None) -> list[KindCount]:
    """All rows, then the kinds of which there are any, what asks for something first."""
    every = KindCount(None, "", counts.total, "", current is None)
    return [
        every,
        *(
            KindCount(kind, SIGNS[kind], counts.by_kind[kind], f"?kind={kind}", kind is current)
            for kind in ORDER
            if counts.by_kind.get(kind) or kind is current
        ),
    ]


def listed(kinds: Sequence[RowKind], kind: RowKind | None) -> list[int]:
    """The places of the rows of a kind, or of all: those that ask for something first, each kind
    in the order of the file."""
    rank = {one: number for number, one in enumerate(ORDER)}
    chosen = [place for place, one in enumerate(kinds) if kind is None or one is kind]
    return sorted(chosen, key=lambda place: rank[kinds[place]])


def preview_rows(
    placed: Iterable[Placed], named: NamedRows, *, written: Collection[str] | None = None
) -> list[PreviewRow]:
    """`written`: the keys of the values that the batch wrote, None before it is decided."""
    return [_row(index, row, named, written) for index, row in placed]


def _row(
    index: int, row: StagedRow, named: NamedRows, written: Collection[str] | None
) -> PreviewRow:
    key = key_of(row)
    indicator = named.indicators.get(key.indicator) if key else None
    after = _value(row)
    number = _decimal(row.value)
    if number is not None and indicator is not None:
        after = with_minus(amount(number, indicator.unit)) + preliminary_mark(row.status)
    return PreviewRow(
        index=index,
        row=row,
        sign=SIGNS[row.kind],
        region=region_name(row, named),
        indicator=indicator_name(row, named),
        code=indicator.code if indicator else "",
        before=before_words(row),
        after=after,
        given=row.given,
        texts=_texts(row),
        writes=row.kind in WRITES and (written is None or row.key in written),
    )


def key_of(row: StagedRow) -> ActualKey | None:
    return parse_key(row.key) if is_key(row.key) else None


def region_name(row: StagedRow, named: NamedRows) -> str:
    """In the language of the reader; as the file has it where that is no region."""
    key = key_of(row)
    region = named.regions.get(key.region) if key else None
    return local_name(region) if region else row.region


def indicator_name(row: StagedRow, named: NamedRows) -> str:
    """As the plan of the region prints it; as the file has it where that is no indicator."""
    key = key_of(row)
    name = named.names.get((key.region, key.indicator)) if key else None
    return local_name(name) if name else row.indicator


def before_words(row: StagedRow) -> str:
    """What is stored: a number, why there is none, or nothing."""
    if row.before:
        return with_minus(row.before) + preliminary_mark(row.before_status)
    status = ObsStatus(row.before_status)
    return label(status) if status.needs_reason else ""


def unit_of(row: StagedRow, named: NamedRows) -> str:
    """The unit of `before` and `value`; empty where the indicator isn't known."""
    key = key_of(row)
    indicator = named.indicators.get(key.indicator) if key else None
    return local_name(indicator.unit) if indicator else ""


def _value(row: StagedRow) -> str:
    """What is written: a number, or why there is none."""
    if row.value:
        return with_minus(row.value) + preliminary_mark(row.status)
    return "" if row.status == ObsStatus.NORMAL else label(ObsStatus(row.status))


def _texts(row: StagedRow) -> list[tuple[str, str]]:
    texts = [(_("来源"), row.source), (_("说明"), row.note)]
    return [(name, text) for name, text in texts if text]


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
