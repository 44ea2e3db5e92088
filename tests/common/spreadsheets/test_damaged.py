"""Files that were damaged at random: they are read, or refused in words; nothing else happens."""

from collections.abc import Mapping
from random import Random

import pytest
import python_calamine

from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from tests.common.spreadsheets.workbooks import FILES, by_hand, parts_of, zipped

CELLS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.09</v></c></row>'
    '<row r="2" hidden="1"><c t="e"><v>#N/A</v></c><c r="B2"><f>A1</f><v/></c></row>'
)
GOOD: Mapping[str, bytes] = {
    **{ending: (FILES / f"libreoffice.{ending}").read_bytes() for ending in ("xlsx", "xls", "ods")},
    "by hand": by_hand(CELLS),
    "csv": '地区,数值\n阳泉市,"1,234"\n'.encode("gb18030"),
}
TRIES = 60  # of each; some thousands were tried once
LIMITS = Limits(rows=5_000, columns=100, cells=100_000)


def damaged(good: bytes, random: Random) -> bytes:
    """Cut off, with some bits turned, or with a piece left out or written twice."""
    content = bytearray(good)
    at = random.randrange(len(content))
    match random.randrange(4):
        case 0:
            del content[at:]
        case 1:
            for _ in range(random.randrange(1, 9)):
                content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        case 2:
            del content[at : at + random.randrange(1, 200)]
        case _:
            content[at:at] = content[at : at + random.randrange(1, 200)]
    return bytes(content)


def read_or_refused(content: bytes) -> None:
    try:
        read_book(content, "表", LIMITS)
    except NotRead:
        return


@pytest.mark.parametrize("name", GOOD)
def test_a_damaged_file(name: str) -> None:
    random = Random(name)
    for _ in range(TRIES):
        read_or_refused(damaged(GOOD[name], random))


@pytest.mark.parametrize("name", ["xlsx", "ods", "by hand"])
def test_a_damaged_part_in_a_whole_zip(name: str) -> None:
    """What checksums would tell of a damaged zip isn't told of its parts."""
    random = Random(name)
    parts = parts_of(GOOD[name])
    names = [one for one, part in parts.items() if part and one.endswith((".xml", ".rels"))]
    for _ in range(TRIES):
        part = random.choice(names)
        read_or_refused(zipped(parts | {part: damaged(parts[part], random)}))


class PanicException(BaseException):
    """What Rust raises has this name, and is no `Exception`."""


@pytest.mark.parametrize(
    ("raised", "expected"), [(PanicException, NotRead), (KeyboardInterrupt, KeyboardInterrupt)]
)
def test_a_panic_of_calamine_ends_nothing(
    raised: type[BaseException], expected: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(_: object) -> None:
        raise raised

    monkeypatch.setattr(python_calamine, "load_workbook", panic)
    with pytest.raises(expected) as refused:
        read_book(by_hand(CELLS), "表", LIMITS)
    if isinstance(refused.value, NotRead):
        assert refused.value.fault is ReadFault.BROKEN
