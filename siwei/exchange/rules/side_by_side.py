"""Joins what several sheets of a template say of the same values: number, source, note."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indicators.actuals.rules.keys import ActualKey
from siwei.exchange.rules.heads import Role
from siwei.exchange.rules.notes import Note
from siwei.exchange.rules.understanding import Understood


def joined(values: Sequence[Understood], texts: Sequence[Understood]) -> Iterator[Understood]:
    """The rows of `values` with the texts of the same values; then the texts of values that have
    no number, those of which nobody can tell what they are about, and those of which another sheet
    or row says something else: one value then has several rows, of which none counts."""
    said: dict[ActualKey, dict[Role, str]] = {}
    first: dict[ActualKey, Understood] = {}
    wrong: dict[ActualKey, list[Note]] = {}
    apart: list[Understood] = []
    for one in texts:
        if one.key is None:
            apart.append(one)
            continue
        known = said.setdefault(one.key, {})
        if any(known.get(role, text) != text for role, text in one.line.texts.items()):
            apart.append(one)
            continue
        known.update(one.line.texts)
        wrong.setdefault(one.key, []).extend(note for note in one.notes if note.is_error)
        first.setdefault(one.key, one)
    for row in values:
        if row.key is not None and row.key in said:
            first.pop(row.key, None)
            yield _with(row, said[row.key], wrong[row.key])
        else:
            yield row
    for key, row in first.items():
        yield _with(row, said[key], wrong[key])
    yield from apart


def _with(row: Understood, texts: dict[Role, str], notes: Sequence[Note]) -> Understood:
    there = {note.code for note in row.notes}
    more = [note for note in notes if note.code not in there]
    line = replace(row.line, texts={**row.line.texts, **texts})
    return replace(row, line=line, notes=(*row.notes, *more))
