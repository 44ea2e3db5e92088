"""The evidence volume (佐证材料) of a region and year: which file proves which value, and where
each file is in the zip."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from common.records.rules.files import DOC, PPT, TIFF, XLS
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.rules.units import NamedUnit
from siwei.reports.rules.file_names import TakenNames, safe_name

# Fixed names: whoever unpacks many volumes finds the same in each.
FOLDER = "佐证材料"
INDEX = "索引.docx"
MISSING = "缺失.txt"
SUMS = "SHA256SUMS"
# The few kinds of file that aren't compressed already.
_LOOSE = frozenset(one.content_type for one in (DOC, XLS, PPT, TIFF))


class Trouble(StrEnum):
    """Why a file that is evidence isn't in the volume."""

    GONE = "gone"
    REPLACED = "replaced"
    UNREADABLE = "unreadable"


class NoPages(StrEnum):
    """Why nobody can say how many pages a file has."""

    FLOWING = "flowing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file as one value names it. `path`: where it is stored; `size` in bytes."""

    path: str
    name: str
    content_type: str
    size: int
    sha256: str
    uploaded_at: datetime

    @property
    def is_compressed(self) -> bool:
        """Whether compressing it once more only costs time."""
        return self.content_type not in _LOOSE


@dataclass(frozen=True, slots=True)
class ProvedValue:
    """One value of the region and year as it is worked on, with the files that prove it.

    `number` counts the values of the volume; `value` is as printed, in `unit`, the catalogue's.
    `demo`: it was invented for a demonstration.
    """

    number: int
    key: ActualKey
    name: IndicatorName
    value: Decimal | None
    unit: NamedUnit
    obs_status: str
    state: str
    source: str
    demo: bool
    proofs: Sequence[Proof]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is in the zip, or `trouble`, why it isn't there. `pages`: None where `no_pages`
    says why."""

    path: str
    trouble: Trouble | None = None
    pages: int | None = None
    no_pages: NoPages | None = None


def places(values: Sequence[ProvedValue]) -> Iterator[tuple[str, Sequence[Proof]]]:
    """Each file once, in the order of the values: its path in the zip, and the rows of evidence
    that name it. The first value that a file proves has it in its folder."""
    copies: dict[str, list[Proof]] = {}
    owners: dict[str, ProvedValue] = {}
    for value in values:
        for proof in value.proofs:
            copies.setdefault(proof.sha256, []).append(proof)
            owners.setdefault(proof.sha256, value)
    digits = max(2, len(str(len(values))))
    names: dict[int, TakenNames] = {}
    for sha256, proofs in copies.items():
        owner = owners[sha256]
        folder = safe_name(f"{owner.number:0{digits}} {_title(owner)}")
        name = names.setdefault(owner.number, TakenNames()).free(proofs[0].name)
        yield f"{FOLDER}/{folder}/{name}", proofs


def sums(digests: Mapping[str, str]) -> str:
    """What `sha256sum -c` checks: the digest of each path of the zip."""
    return "".join(f"{digest}  {path}\n" for path, digest in digests.items())


def _title(value: ProvedValue) -> str:
    """The Chinese name, as the plan prints it, with the base year of a reduction."""
    base = value.key.base_year
    return value.name.name if base is None else f"{value.name.name} {base}-{value.key.year}"
