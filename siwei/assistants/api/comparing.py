"""Who may be compared with whom, and of everybody else why not."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from common.language import in_both
from departments.selectors import lineage
from indicators.plans.models import Indicator
from indicators.plans.rules.enums import Direction

Row = dict[str, Any]
# What is compared, and where a row of `comparison/` says on what ground.
GROUNDS = {"targets": "comparability", "values": "actual_comparability"}


def compared(rows: Sequence[Row], *, indicator: str, named: Sequence[str]) -> Row:
    """Of targets and of values the `ranking` of what may be compared, the best first (of targets:
    the most demanding), and what is `not_comparable`, each with its reason.

    `named`: the regions that were asked for, all of which are in one of the two. Raises
    `ValidationError` with every reason where no two of them may be compared.
    """
    more = Indicator.objects.get(code=indicator).direction != Direction.AT_MOST
    known = lineage()
    there = {row["region"] for row in rows}
    absent = [one for one in named if known.current(one) not in there]
    found = {
        of: {
            "ranking": _ranking(rows, ground, more),
            "not_comparable": [
                *_apart(rows, ground),
                *({"region": one, "plan": None} | _said(_promises_nothing) for one in absent),
            ],
        }
        for of, ground in GROUNDS.items()
    }
    if named and all(len(one["ranking"]) < 2 for one in found.values()):
        raise ValidationError({"region": [_refusal(found, named)]})
    return found


def _ranking(rows: Sequence[Row], ground: str, more: bool) -> list[Row]:
    """A number that was derived from others comes after those that were reported."""
    ranked = [
        {"region": row["region"], "plan": row["plan"]} | row[ground]
        for row in rows
        if row[ground] is not None and row[ground]["ranked_by"] is not None
    ]
    ranked.sort(key=lambda one: one["ranked_by"], reverse=more)
    ranked.sort(key=lambda one: one["level"] == "derived")
    return ranked


def _apart(rows: Sequence[Row], ground: str) -> list[Row]:
    return [
        {"region": row["region"], "plan": row["plan"]} | _reason(row, row[ground])
        for row in rows
        if row[ground] is None or row[ground]["ranked_by"] is None
    ]


def _reason(row: Row, said: Row | None) -> Row:
    if said is not None:
        return {"level": said["level"], "note": said["note"], "note_en": said["note_en"]}
    withdrawn = row["withdrawn"]
    return _said(_nothing_published if withdrawn is None else _withdrawn(withdrawn["reason"]))


def _said(sentence: Callable[[None], str]) -> Row:
    ((chinese, english),) = in_both(sentence, [None])
    return {"level": "none", "note": chinese, "note_en": english}


def _promises_nothing(_thing: None) -> str:
    return _("没有规划对这一指标提出目标。")


def _nothing_published(_thing: None) -> str:
    return _("没有已发布的数值。")


def _withdrawn(reason: str) -> Callable[[None], str]:
    return lambda _thing: _("数值已撤回发布：%s") % reason


def _refusal(found: dict[str, Row], named: Sequence[str]) -> str:
    """Why nothing is compared: for each region what stands in its way, of targets and values."""
    if len(named) == 1:
        return _("只写了一个行政区；比较至少要两个。")
    reasons = [
        f"{one['region']}: {one['note']} / {one['note_en']}"
        for part in found.values()
        for one in part["not_comparable"]
    ]
    return "\n".join([_("没有两个可以比较的数字。"), *dict.fromkeys(reasons)])
