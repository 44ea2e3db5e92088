"""JSON-stat 2.0: the cube of a data set, its values as a list or, where that is shorter, by place.

What the format has no place for (the state of review, what is made up, what the statuses mean) is
under `extension`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from indicators.actuals.rules.enums import ActualState
from siwei.datasets.rules.cubes import Cell, Cube
from siwei.datasets.rules.designs import Design

MEDIA_TYPE = "application/json"
_EMPTY = "null"


@dataclass(frozen=True, slots=True)
class CubeLabels:
    """What people read, in the language that was asked for.

    `dimensions` by name; `categories`: of each dimension that has them the labels of its codes;
    `units` by code; `statuses` and `states` by word.
    """

    title: str
    source: str
    dimensions: Mapping[str, str]
    categories: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str]
    statuses: Mapping[str, str]
    states: Mapping[str, str]


def jsonstat(
    design: Design, cube: Cube, labels: CubeLabels, extension: Mapping[str, Any]
) -> Iterator[str]:
    """The text, piece by piece: the description first, then the values, then what is said of each.

    `extension`: what else belongs there.
    """
    cells = sorted(cube.placed(), key=lambda placed: placed[0])
    total = prod(cube.size)
    head: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": labels.title,
        "source": labels.source,
        **({"updated": cube.updated} if cube.updated else {}),
        "id": list(cube.codes),
        "size": cube.size,
        "role": {"metric": [design.metric], "geo": [design.geo], "time": [design.time]},
        "dimension": _dimensions(design, cube, labels),
        "extension": dict(extension) | _extension(cells, labels),
    }
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    yield ',"value":'
    yield from _values(cells, total)
    yield ',"status":'
    yield json.dumps(_status(cells, total), separators=(",", ":"))
    yield "}"


def _dimensions(design: Design, cube: Cube, labels: CubeLabels) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, codes in cube.ordered_codes().items():
        known = labels.categories.get(name, {})
        category: dict[str, Any] = {
            "index": codes,
            "label": {code: known.get(code, code) for code in codes},
        }
        if name == design.metric:
            category["label"] = {code: _metric(code, cube, known, labels) for code in codes}
            category["unit"] = {
                code: {"label": _unit(code, cube, labels), "decimals": cube.decimals[code]}
                for code in codes
            }
        found[name] = {"label": labels.dimensions[name], "category": category}
    return found


def _metric(code: str, cube: Cube, known: Mapping[str, str], labels: CubeLabels) -> str:
    """What an indicator is called, with its unit where that isn't its own."""
    indicator, other, _unit_code = code.partition(".")
    name = known.get(indicator, indicator)
    return f"{name} ({_unit(code, cube, labels)})" if other else name


def _unit(code: str, cube: Cube, labels: CubeLabels) -> str:
    return labels.units.get(cube.units[code], cube.units[code])


def _values(cells: list[tuple[int, Cell]], total: int) -> Iterator[str]:
    listed = (total - len(cells)) * len(f"{_EMPTY},")
    by_place = sum(len(f'"{place}":') for place, _cell in cells)
    if by_place < listed:
        yield "{"
        yield ",".join(f'"{place}":{cell.value or _EMPTY}' for place, cell in cells)
        yield "}"
        return
    values = [_EMPTY] * total
    for place, cell in cells:
        values[place] = cell.value or _EMPTY
    yield "["
    yield ",".join(values)
    yield "]"


def _status(cells: list[tuple[int, Cell]], total: int) -> dict[str, str] | str:
    """One word where it holds for every cell; else the status of each that isn't empty."""
    words = {cell.status.value for _place, cell in cells}
    if len(words) == 1 and len(cells) == total:
        return words.pop()
    return {str(place): cell.status.value for place, cell in cells}


def _extension(cells: list[tuple[int, Cell]], labels: CubeLabels) -> dict[str, Any]:
    states = {
        str(place): cell.state
        for place, cell in cells
        if cell.state not in ("", ActualState.APPROVED)
    }
    found: dict[str, Any] = {"status": {"label": dict(labels.statuses)}}
    if states:
        found["state"] = {"label": dict(labels.states), "value": states}
    demo = [place for place, cell in cells if cell.demo]
    if demo:
        found["demo"] = demo
    return found
