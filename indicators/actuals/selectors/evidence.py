"""What is kept as evidence: of a value, and of all values of a region in a year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from common.chunks import chunks
from common.records.models import Evidence
from indicators.actuals.rules.keys import ActualKey

_PLACES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the disk, as one row of evidence names it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AllKept:
    """`by_record`: the files that prove it now, by the pk of the record. `by_year`: those of a
    region and year, also the removed ones, which are kept since the history names them."""

    by_record: Mapping[int, Sequence[Kept]]
    by_year: Mapping[tuple[str, int], Sequence[Kept]]

    def of_year(self, key: ActualKey) -> Sequence[Kept]:
        return self.by_year.get((key.region, key.year), ())


def kept_of(keys: Collection[ActualKey]) -> AllKept:
    """What is kept of the regions and years of `keys`. One query, but for chunks."""
    by_record: dict[int, list[Kept]] = {}
    by_year: dict[tuple[str, int], list[Kept]] = {}
    for some in chunks(sorted({(key.region, key.year) for key in keys}), _PLACES_AT_ONCE):
        wanted = Q()
        for region, year in some:
            wanted |= Q(record__actual__region=region, record__actual__year=year)
        columns = ("file", "size", "sha256", "record_id", "removed_at")
        place = ("record__actual__region", "record__actual__year")
        rows = Evidence.objects.filter(wanted).order_by("pk").values_list(*columns, *place)
        for path, size, sha256, record, removed, region, year in rows:
            one = Kept(path, size, sha256)
            by_year.setdefault((region, year), []).append(one)
            if removed is None:
                by_record.setdefault(record, []).append(one)
    return AllKept(by_record, by_year)
