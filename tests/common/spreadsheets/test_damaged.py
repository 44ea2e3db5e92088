"""Files that were damaged at random: they are read, or refused in words; nothing else happens."""

from collections.abc import Callable, Mapping
from random import Random
from time import process_time

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


MANY = 100_000
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
TEXT = '<row r="1"><c r="A1" t="str"><v>'


def hostile_ods(part: str) -> bytes:
    content = f"<office:document-content>{part * MANY}</table:table-row>"
    return zipped(parts_of(GOOD["ods"]) | {"content.xml": content})


# Where an expression looked again and again for the same end, each would take minutes.
HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "formulas of one cell": lambda: by_hand(CELL + "<row><c r='A2'>" + "<f>" * MANY),
    "formulas of no cell": lambda: by_hand(CELL + "<row>" + "<f>" * MANY),
    "errors in a text": lambda: by_hand(TEXT + ' t="e"' * MANY),
    "errors without an end": lambda: by_hand(CELL + '<row><c r="A2" t="e">' * MANY),
    "percents in a text": lambda: by_hand(TEXT + ' s="1"' * MANY),
    "hidden rows without an end": lambda: by_hand(CELL + '<row hidden="1" ' * MANY),
    "values without an end": lambda: by_hand(CELL + "<row><c r='A2'>" + "<v " * MANY),
    "one attribute": lambda: by_hand(CELL + "<row><c " + "r" * MANY * 10 + "></c>"),
    "a number format": lambda: by_hand(CELL, codes={180: "[" * MANY}),
    "tags of an ods without an end": lambda: hostile_ods("<table:table-cell "),
    "quotes of an ods without an end": lambda: hostile_ods('<table:table-cell "'),
    "comments": lambda: b"<!---->" * MANY,
    "quotes of a csv": lambda: b'"' * MANY + b"," * MANY,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_keeps_the_program_busy(name: str) -> None:
    content = HOSTILE[name]()
    before = process_time()
    read_or_refused(content)
    assert process_time() - before < 5


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
