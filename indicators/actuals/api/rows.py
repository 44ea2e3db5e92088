"""Rows of the list of actuals without its serializer, which takes most of the time of a data set.

They are the same to the digit and the byte, but for the fields that are for the work on a single
value; a test compares them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils import timezone
from simplejson.encoder import encode_basestring

from common.decimals import at_places
from indicators.actuals.selectors.columns import time_of

# Units and sources repeat, and many values are published at once.
_KEPT = 4096
_NOT_WITHDRAWN: tuple[Any, ...] = (None, None, None, None, None)


def cells_of_seen(row: Sequence[Any]) -> tuple[Any, ...]:
    """The cells of the `SeenColumns` of a row, in the order of the fields of the list."""
    (region, indicator, year, base_year, value, places, unit, obs_status, state, source) = row[:10]
    (note, demo, version, at, ended, organ, reason, was, was_places, was_status) = row[10:]
    withdrawn = _NOT_WITHDRAWN
    if ended is not None:
        withdrawn = (_time(ended), organ, reason, at_places(was, was_places), was_status)
    return (
        f"{region}.{indicator}.{year if base_year is None else f'{base_year}-{year}'}",
        region,
        indicator,
        year,
        base_year,
        at_places(value, places),
        unit,
        obs_status,
        state,
        source,
        note,
        bool(demo),
        version,
        _time(at),
        *withdrawn,
    )


def text_of_cells(cells: Sequence[Any]) -> str:
    """The row that these cells make, as JSON."""
    (key, region, indicator, year, base_year, value, unit, obs_status, state, source) = cells[:10]
    (note, demo, version, at, ended, organ, reason, was, was_status) = cells[10:]
    withdrawn = "null"
    if ended is not None:
        withdrawn = (
            f'{{"at":"{ended}","organ":{_text(organ)},"reason":{_text(reason)},'
            f'"value":{_number(was)},"obs_status":"{was_status}"}}'
        )
    return (
        f'{{"key":"{key}","region":"{region}","indicator":"{indicator}","year":{year},'
        f'"base_year":{_number(base_year)},"value":{_number(value)},"unit":{_text(unit)},'
        f'"obs_status":"{obs_status}","state":"{state}","source":{_text(source)},'
        f'"note":{_text(note)},"demo":{"true" if demo else "false"},"version":{version},'
        f'"updated_at":"{at}","withdrawn":{withdrawn}}}'
    )


def _number(value: Any) -> str:
    return "null" if value is None else str(value)


@lru_cache(_KEPT)
def _text(value: str) -> str:
    return encode_basestring(value)


@lru_cache(_KEPT)
def _time(printed: str) -> str:
    """As Django REST framework writes it, in the time of here."""
    return timezone.localtime(time_of(printed)).isoformat()
