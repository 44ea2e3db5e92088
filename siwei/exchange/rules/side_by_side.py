"""Joins what several sheets of a template say of the same values: number, source, note."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indicators.actuals.rules.keys import ActualKey
from siwei.exchange.rules.heads import Role
from siwei.exchange.rules.understanding import Understood


def joined(values: Sequence[Understood], texts: Sequence[Understood]) -> Iterator[Understood]:
    """The rows of `values` with the texts of the same values; then the texts of values that have
    no number, and those of which nobody can tell what they are about."""
    said: dict[ActualKey, dict[Role, str]] = {}
    first: dict[ActualKey, Understood] = {}
    for one in texts:
        if one.key is not None:
            said.setdefault(one.key, {}).update(one.line.texts)
            first.setdefault(one.key, one)
    for row in values:
        if row.key is not None and (beside := said.get(row.key)):
            first.pop(row.key, None)
            yield _with(row, beside)
        else:
            yield row
    for key, row in first.items():
        yield _with(row, said[key])
    yield from (row for row in texts if row.key is None)


def _with(row: Understood, texts: dict[Role, str]) -> Understood:
    return replace(row, line=replace(row.line, texts={**row.line.texts, **texts}))
