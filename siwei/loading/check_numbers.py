"""Checks that the numbers of a plan can be, and that they are in the unit that the paper prints."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.plans.rules.units import UnitData, UnitTable, UnknownUnitError, convert
from siwei.loading.check_regions import RegionCheck
from siwei.loading.check_targets import is_change
from siwei.loading.checking import Path
from siwei.loading.clauses import ClauseText
from siwei.loading.numbers import NumberToken, number_tokens
from siwei.loading.phrases import Faults
from siwei.loading.printed_units import (
    are_alike,
    unit_above_line,
    unit_after,
    unit_meant,
    unit_of_caption,
    unit_of_column,
)
from siwei.loading.quotes import QuoteError, column_of, find_in_column, find_number, find_quote
from siwei.loading.schema import CitationEntry, DatedEntry, IndicatorEntry, TargetEntry
from siwei.loading.shared import CatalogueEntry

# What a wording counts beside its value: years, days, items of a list.
_TIME = re.compile(r"\s*(?:个?[年月日天周]|号)")
_NUMBERED = "第"
_WITHOUT_VALUES = frozenset({"", "%", "％", "百分点", "个百分点"})
_LINES = re.compile(r"[\t\n]")


class NumberCheck(RegionCheck):
    """Says which number can't be, or isn't in the unit of its indicator."""

    def _unit(self, path: Path, entry: IndicatorEntry) -> str:
        """The symbol of the unit in which the values of `entry` are printed."""
        known = self.catalogue.get(entry.indicator)
        if known is None:
            self._say((*path, "indicator"), _("指标目录里没有“%s”") % entry.indicator)
            return ""
        rows = (*entry.targets, *entry.reported)
        valued = any(row.value is not None and not is_change(row) for row in rows)
        if not valued and entry.unit in _WITHOUT_VALUES:
            return known.unit  # words and changes alone: there is no value to convert
        try:
            unit = self.units.parse_printed(entry.unit)
        except UnknownUnitError:
            self._say((*path, "unit"), self._unknown_unit(entry.unit, known))
            return ""
        wanted = self.units.units.get(known.unit)
        if wanted is not None and unit.dimension != wanted.dimension:
            self._say(
                (*path, "unit"),
                _("单位“%(unit)s”不能换算成指标目录的“%(wanted)s”")
                % {"unit": entry.unit, "wanted": known.unit},
            )
        return unit.symbol

    def _unknown_unit(self, printed: str, known: CatalogueEntry) -> str:
        """Says which of the known units is meant, where that can be read."""
        meant = unit_meant(printed, self.units)
        above = unit_above_line(meant, self.units) if meant and known.per else None
        if above is not None:
            words = _(
                "未知的计量单位“%(unit)s”：“%(code)s”除以什么由目录的 per 说明，写“%(meant)s”"
            )
            return words % {"unit": printed, "code": known.code, "meant": above.symbol}
        if meant is not None and meant.symbol in self.units.units:
            spelling = "/" if meant.is_bare else meant.symbol
            words = _("未知的计量单位“%(unit)s”，写“%(meant)s”")
            return words % {"unit": printed, "meant": spelling}
        return _("未知的计量单位“%s”") % printed

    def _values(self, path: Path, entry: IndicatorEntry, symbol: str) -> None:
        """`symbol`: of the unit in which the values of `entry` are."""
        unit, known = self.units.units.get(symbol), self.catalogue.get(entry.indicator)
        if unit is None or known is None:
            return
        wanted = self.units.units.get(known.unit, unit)
        quotient = self.units.divided(unit, known.per)
        for kind, rows in (("targets", entry.targets), ("reported", entry.reported)):
            for j, row in enumerate(rows):
                here = (*path, kind, j)
                faults = [*_impossible(row, unit, wanted), *_wording(row, unit, self.units)]
                for key, message in faults:
                    self._say((*here, *key), message)
                for k, citation in enumerate(row.citations):
                    if citation.states is None:
                        self._printed_unit((*here, "citations", k), row, citation, unit, quotient)

    def _printed_unit(
        self,
        path: Path,
        row: DatedEntry,
        citation: CitationEntry,
        unit: UnitData,
        quotient: UnitData,
    ) -> None:
        """The numbers of a citation are in `unit`, as far as the paper prints one beside them.

        `quotient`: the unit of an intensity in full, 立方米/万元 of 立方米; else `unit` itself.
        """
        clause = self.clauses.get(citation.clause)
        if clause is None:
            return
        try:
            if citation.column:
                start = find_in_column(
                    clause, self.heads.get(clause.key), citation.column, citation.quote
                )
                above = self._unit_above(clause, citation.column, row, quotient)
            else:
                start, above = find_quote(clause, citation.quote), None
        except QuoteError:
            return  # told where the citation is checked
        for token in _stated(row, citation):
            rest = _LINES.split(clause.text[start + token.end :], maxsplit=1)[0]
            printed = unit_after(rest, self.units)[0] or above
            if printed is not None and not self._fits(printed, unit, quotient, row):
                words = _("条款“%(key)s”里 %(value)s 的单位是“%(printed)s”，这里写的是“%(unit)s”")
                said = {"key": clause.key, "value": token.value, "printed": printed.name}
                self._say(path, words % (said | {"unit": "%" if is_change(row) else unit.name}))

    def _unit_above(
        self, clause: ClauseText, column: str, row: DatedEntry, unit: UnitData
    ) -> UnitData | None:
        """The unit that a table prints for a cell: in its head, in the row, or over the whole of
        it, where that can be meant of this column. Raises `QuoteError`."""
        head = self.heads.get(clause.key)
        if head is None:
            return None
        index = column_of(clause, head, column)
        if printed := unit_of_column(clause, head, index, self.units):
            return printed
        caption = unit_of_caption(head, self.clauses, self.units)
        meant = caption is not None and caption.dimension == unit.dimension
        return caption if meant and not is_change(row) else None

    def _fits(self, printed: UnitData, unit: UnitData, quotient: UnitData, row: DatedEntry) -> bool:
        """A change is in per cent or in percentage points, whatever the unit of its indicator."""
        if is_change(row):
            return printed.in_points
        if printed.dimension == quotient.dimension:
            return printed.factor == quotient.factor
        return are_alike(printed, unit, self.units)


def _stated(row: DatedEntry, citation: CitationEntry) -> Iterator[NumberToken]:
    """Where the quotation states the value, the far end and the aim, each if it does so once."""
    numbers = [citation.value if citation.value is not None else row.value]
    if isinstance(row, TargetEntry):
        numbers += [row.value_to, row.aim]
    for number in dict.fromkeys(numbers):
        try:
            if number is not None:
                yield find_number(citation.quote, number)
        except QuoteError:
            continue


def _impossible(row: DatedEntry, unit: UnitData, wanted: UnitData) -> Faults:
    """A value above the highest of its unit, and a change of nothing."""
    numbers = {"value": row.value}
    if is_change(row):
        if row.value == 0:
            yield ("value",), _("变化不能是 0")
        return
    if isinstance(row, TargetEntry):
        numbers |= {"value_to": row.value_to, "aim": row.aim}
    if wanted.highest is None or unit.dimension != wanted.dimension:
        return
    for key, number in numbers.items():
        if number is not None and convert(number, unit, wanted) > wanted.highest:
            words = _("%(value)s 不可能：最大是 %(highest)s%(unit)s")
            sign = "" if wanted.is_bare else wanted.name
            yield (key,), words % {"value": number, "highest": wanted.highest, "unit": sign}


def _wording(row: DatedEntry, unit: UnitData, units: UnitTable) -> Faults:
    """A wording that has numbers has the value among them, in whichever unit."""
    if not isinstance(row, TargetEntry) or row.value is None:
        return
    words = row.wording
    tokens = number_tokens(words)
    if row.value in (token.value for token in tokens):
        return
    others = [token for token in tokens if not _counts_time(words, token)]
    if others and not any(_converted(words, token, unit, units) == row.value for token in others):
        message = _("wording 里写的不是数值 %(value)s：“%(words)s”")
        yield ("wording",), message % {"value": row.value, "words": words}


def _counts_time(words: str, token: NumberToken) -> bool:
    return bool(
        _TIME.match(words, token.end) or token.is_year or words[: token.start].endswith(_NUMBERED)
    )


def _converted(words: str, token: NumberToken, unit: UnitData, units: UnitTable) -> Decimal | None:
    """The number in `unit`, where another one of its dimension is printed after it."""
    printed, _rest = unit_after(words[token.end :], units)
    if printed is None or printed.dimension != unit.dimension:
        return None
    return convert(token.value, printed, unit)
