"""One verdict of the overview in the words of the page, and as it is read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures import number, with_minus
from common.labels import label
from common.language import local_name
from departments.rules.short_names import short_name
from indicators.assessments.wording.grounds import ground_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from indicators.assessments.rules.comparability import Note
    from indicators.assessments.selectors.assessments import (
        OverviewCell,
        OverviewCity,
        OverviewIndicator,
    )
    from indicators.plans.rules.enums import Nature


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The verdict on one promise, leading to `address`.

    `limit`: its number, without its sign; empty where there is none. `withdrawn`: the value that
    was published, where it was withdrawn; else empty. `caveat`: why the value isn't like those
    beside it; else empty, and `marked` whether that is marked here, not once for the whole row.
    `nature`: that of the promise, where cities differ in it. `spoken`: all of it, as a screen
    reader says it.
    """

    city: OverviewCity
    indicator: OverviewIndicator
    cell: OverviewCell
    label: str
    value: str
    limit: str
    withdrawn: str
    caveat: str
    marked: bool
    nature: Nature | None
    spoken: str
    address: str

    @property
    def is_estimate(self) -> bool:
        """Whether the limit is the system's estimate, not the plan's word."""
        return self.cell.limit is not None and self.cell.limit.is_estimate


def matrix_cell(
    city: OverviewCity,
    indicator: OverviewIndicator,
    cell: OverviewCell,
    *,
    page: str,
    notes: Iterable[Note] = (),
    differs: bool = False,
    marked: bool = True,
) -> MatrixCell:
    """The verdict `cell` of a city, whose page has the address `page`; `differs`: cities promise
    the indicator in different natures; `marked`: what `notes` say is marked here."""
    value, limit = _figure(cell.actual), _figure(cell.judged.shown_limit)
    withdrawn = _figure(cell.judged.withdrawn.value) if cell.judged.withdrawn else ""
    caveat = ground_note(notes)
    status = label(cell.status)
    spoken = [short_name(local_name(city)), local_name(indicator), status, value]
    spoken += [_spoken_limit(cell, limit), *_spoken_marks(cell, withdrawn, bool(caveat) and marked)]
    if differs:
        spoken.append(label(cell.nature))
    return MatrixCell(
        city=city,
        indicator=indicator,
        cell=cell,
        label=status,
        value=value,
        limit=limit,
        withdrawn=withdrawn,
        caveat=caveat,
        marked=bool(caveat) and marked,
        nature=cell.nature if differs else None,
        spoken=pgettext("read aloud", "，").join(filter(None, spoken)),
        address=f"{page}#{indicator.code}",
    )


def _spoken_limit(cell: OverviewCell, limit: str) -> str:
    if cell.limit is None:
        return ""
    words = _("估算的限值 %(limit)s") if cell.limit.is_estimate else _("限值 %(limit)s")
    return words % {"limit": limit}


def _spoken_marks(cell: OverviewCell, withdrawn: str, marked: bool) -> Iterator[str]:
    """What the marks of a cell mean."""
    if withdrawn:
        yield f"{withdrawn} {_('已撤回发布')}"
    if cell.preliminary:
        yield pgettext("value", "初步数")
    if marked:
        yield _("与他市口径不尽相同")
    if cell.demo:
        yield _("演示数据")


def _figure(value: Decimal | None) -> str:
    return "" if value is None else with_minus(number(value))
