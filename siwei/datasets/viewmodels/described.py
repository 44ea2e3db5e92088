"""The data sets as their page and their metadata describe them, in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from siwei.datasets.viewmodels.columns import DescribedColumn, described_columns
from siwei.datasets.viewmodels.publishing import Publishing
from siwei.datasets.wording.sets import FORMATS, SETS_IN_WORDS, Format

if TYPE_CHECKING:
    from siwei.datasets.selectors.sets import DataSet
    from siwei.datasets.selectors.summaries import Summary


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a set: its form, and its path on this site."""

    format: Format
    path: str


@dataclass(frozen=True, slots=True)
class DescribedFilter:
    """What an address may ask; `asked`: for example, empty where there is no example to give;
    `path`: below which it is asked."""

    name: str
    said: str
    asked: str
    path: str

    @property
    def shown(self) -> str:
        return f"?{self.name}={self.asked}" if self.asked else ""

    @property
    def example(self) -> str:
        return f"{self.path}{self.shown}" if self.asked else ""


@dataclass(frozen=True, slots=True)
class DescribedSet:
    """`id`: its address as a thing, not as a file. `citation`: how to name it as a source."""

    name: str
    id: str
    title: str
    description: str
    rhythm: str
    rows: int
    changed_at: datetime | None
    first_year: int | None
    last_year: int | None
    downloads: Sequence[Download]
    filters: Sequence[DescribedFilter]
    columns: Sequence[DescribedColumn]
    citation: str

    @property
    def years(self) -> tuple[int, int] | None:
        if self.first_year is None or self.last_year is None:
            return None
        return self.first_year, self.last_year


def folder() -> str:
    """The path below which the files are."""
    return f"{reverse('api:api-root')}datasets/"


def described_sets(
    sets: Mapping[str, DataSet],
    summaries: Mapping[str, Summary],
    publishing: Publishing,
    *,
    today: date,
) -> list[DescribedSet]:
    """All of them, with the numbers of their summaries."""
    return [_described(one, summaries[name], publishing, today) for name, one in sets.items()]


def _described(
    data_set: DataSet, summary: Summary, publishing: Publishing, today: date
) -> DescribedSet:
    name, title = data_set.name, str(data_set.title)
    words = SETS_IN_WORDS[name]
    source = {
        "publisher": publishing.name,
        "title": title,
        "day": today.isoformat(),
        "address": f"{publishing.page}#{name}",
    }
    return DescribedSet(
        name=name,
        id=f"{publishing.page}#{name}",
        title=title,
        description=str(words.description),
        rhythm=str(words.rhythm),
        rows=summary.rows,
        changed_at=summary.changed_at,
        first_year=summary.first_year,
        last_year=summary.last_year,
        downloads=downloads(name),
        filters=_filters(data_set),
        columns=described_columns(data_set),
        citation=_("%(publisher)s：《%(title)s》，%(day)s 读取，%(address)s") % source,
    )


def downloads(name: str) -> list[Download]:
    """The forms in which this installation has the set."""
    found = [Download(one, f"{folder()}{name}.{one.extension}") for one in FORMATS]
    return [one for one in found if _is_there(one)]


def _is_there(download: Download) -> bool:
    """Not every set has every form, and not every installation what a form needs."""
    needs = download.format.needs
    try:
        resolve(download.path)
    except Resolver404:
        return False
    return not needs or find_spec(needs) is not None


def _filters(data_set: DataSet) -> list[DescribedFilter]:
    examples = SETS_IN_WORDS[data_set.name].examples
    path = f"{folder()}{data_set.name}.csv"
    return [
        DescribedFilter(name, str(one.extra.get("help_text", "")), examples.get(name, ""), path)
        for name, one in data_set.filters.base_filters.items()
    ]
