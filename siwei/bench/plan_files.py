"""A folder of plan files as a nation has it: one real plan under the names of invented cities."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from string import ascii_lowercase
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

PROVINCES = 31
# A plan that names no county, so that it is right of any city.
_PLAN, _REGION = "yangquan-2025", 'region: "140300"'
_NOTE = "  note: 正文第1条注明："
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Loads:
    """Seconds: of `load_plans` into an empty database, again, again with one plan changed (the
    best of three each), and of reading all files and computing their digests."""

    first: float
    unchanged: float
    one_changed: float
    floor: float


def write_plan_files(folder: Path, cities: int) -> list[Path]:
    """Write a folder of fixtures with a plan of each of so many invented cities; the plans."""
    shutil.copytree(settings.FIXTURES, folder, ignore=shutil.ignore_patterns("plans"))
    plans = folder / "plans"
    plans.mkdir()
    codes = list(_codes(cities))
    with (folder / "regions.yaml").open("a", encoding="utf-8") as regions:
        regions.writelines(_regions(codes))
    text, promises = (
        (settings.FIXTURES / "plans" / f"{_PLAN}.{ending}").read_text(encoding="utf-8")
        for ending in ("txt", "yaml")
    )
    found = []
    for number, code in enumerate(codes):
        slug = f"jia{_letters(number)}-2025"
        found.append(plans / f"{slug}.yaml")
        (plans / f"{slug}.txt").write_text(text, encoding="utf-8")
        of_city = promises.replace(f"slug: {_PLAN}", f"slug: {slug}")
        found[-1].write_text(of_city.replace(_REGION, f'region: "{code}"'), encoding="utf-8")
    return found


def change_plan(file: Path) -> None:
    """Let a plan's file say something else in its note."""
    text = file.read_text(encoding="utf-8")
    assert _NOTE in text
    file.write_text(text.replace(_NOTE, f"{_NOTE}订正。", 1), encoding="utf-8")


def loads(folder: Path, cities: int) -> Loads:
    """Time loading so many plans, written into `folder`, into the database, which has none."""
    files = write_plan_files(folder, cities)
    with override_settings(FIXTURES=folder):
        first = _seconds()
        unchanged, changed, floors = [], [], []
        for number in range(REPEATS):
            unchanged.append(_seconds())
            change_plan(files[number % len(files)])
            changed.append(_seconds())
            floors.append(_floor(folder))
    return Loads(first, min(unchanged), min(changed), min(floors))


def _seconds() -> float:
    begin = perf_counter()
    with redirect_stdout(StringIO()):
        call_command("load_plans")
    return perf_counter() - begin


def _floor(folder: Path) -> float:
    begin = perf_counter()
    for file in sorted(folder.rglob("*.*")):
        hashlib.sha256(file.read_bytes()).digest()
    return perf_counter() - begin


def _letters(number: int) -> str:
    """A number as the letters of a slug."""
    return "".join(ascii_lowercase[number // 26**place % 26] for place in (2, 1, 0))


def _codes(cities: int) -> Iterator[str]:
    """Cities in turn: one of every province, then a second one of every province, and so on; none
    that the fixtures have."""
    for number in range(cities):
        yield f"{50 + number % PROVINCES}{1 + number // PROVINCES:02d}00"


def _regions(codes: list[str]) -> Iterator[str]:
    for province in sorted({code[:2] for code in codes}):
        yield _region(f"{province}0000", "province")
    for code in codes:
        yield _region(code, "city", f', parent: "{code[:2]}0000"')


def _region(code: str, level: str, parent: str = "") -> str:
    return f'- {{code: "{code}", name: 甲{code}, name_en: Jia {code}, level: {level}{parent}}}\n'
