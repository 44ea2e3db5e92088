"""Rows of the list of actuals without its serializer, which takes most of the time of a list.

They are the same to the digit and the byte; a test compares them. A data set has them without the
fields that are for the work on a single value (`Work`).
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from simplejson.encoder import encode_basestring

from common.api.renderers import ExactJSONRenderer
from common.decimals import at_places
from indicators.actuals.selectors.columns import time_of

# Units and sources repeat, and many values are published at once.
_KEPT = 4096
_NOT_WITHDRAWN: tuple[Any, ...] = (None, None, None, None, None)


class Work(NamedTuple):
    """The fields that are for the work on a value, as JSON, each part with its comma: those that
    stand before `demo`, and what stands last."""

    before_demo: str = ""
    at_end: str = ""


def work_of(explanation: str, warnings: Any, remarks: Any, may: Any) -> Work:
    before = (
        f'"explanation":{_text(explanation)},"warnings":{_json(warnings)},'
        f'"remarks":{_json(remarks)},'
    )
    return Work(before, f',"may":{_json(may)}')


_LEFT_OUT = Work()


def cells_of_seen(row: Sequence[Any]) -> tuple[Any, ...]:
    """The cells of the `SeenColumns` of a row, in the order of the fields of the list."""
    (region, indicator, year, base_year, value, places, unit, obs_status, state, source) = row[:10]
    (note, demo, version, at, ended, organ, reason, was, was_places, was_status) = row[10:20]
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


def text_of_seen(row: Sequence[Any], work: Work = _LEFT_OUT) -> str:
    """The row that these `SeenColumns` make, as JSON: the same cells, written at once."""
    (region, indicator, year, base_year, value, places, unit, obs_status, state, source) = row[:10]
    (note, demo, version, at, ended, organ, reason, was, was_places, was_status) = row[10:20]
    withdrawn = "null"
    if ended is not None:
        withdrawn = (
            f'{{"at":"{_time(ended)}","organ":{_text(organ)},"reason":{_text(reason)},'
            f'"value":{_number(was, was_places)},"obs_status":"{was_status}"}}'
        )
    before_demo, at_end = work
    return (
        f'{{"key":"{region}.{indicator}.{year if base_year is None else f"{base_year}-{year}"}",'
        f'"region":"{region}","indicator":"{indicator}","year":{year},'
        f'"base_year":{"null" if base_year is None else base_year},'
        f'"value":{_number(value, places)},"unit":{_text(unit)},'
        f'"obs_status":"{obs_status}","state":"{state}","source":{_text(source)},'
        f'"note":{_text(note)},{before_demo}"demo":{"true" if demo else "false"},'
        f'"version":{version},"updated_at":"{_time(at)}","withdrawn":{withdrawn}{at_end}}}'
    )


def _number(value: Decimal | None, places: int | None) -> str:
    return "null" if value is None else str(at_places(value, places))


def _json(value: Any) -> str:
    return ExactJSONRenderer().render(value).decode()


@lru_cache(_KEPT)
def _text(value: str) -> str:
    return encode_basestring(value)


@lru_cache(_KEPT)
def _time(printed: str) -> str:
    """As Django REST framework writes it, in the time of here."""
    return timezone.localtime(time_of(printed)).isoformat()
