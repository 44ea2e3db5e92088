"""The variables of a province's own template, as docs/reports.md names them: plain words, numbers
and lists of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from common.labels import label
from indicators.assessments.wording import explain
from siwei.pages.viewmodels.changes import change_days
from siwei.reports.rules.passports import tag_of
from siwei.reports.viewmodels.briefing import change_words
from siwei.reports.viewmodels.late_work import late_words
from siwei.reports.viewmodels.missing import answering_words, why_words
from siwei.reports.viewmodels.promises import (
    base_words,
    explanation_words,
    goal_words,
    limit_line,
    reported,
    unit_of,
    value_line,
)
from siwei.reports.viewmodels.sentences import (
    counted,
    day,
    excess_words,
    gap_words,
    short_day,
    status_counts,
)
from tasks.viewmodels.thread import late_work

if TYPE_CHECKING:
    from datetime import date

    from indicators.actuals.selectors.completeness import Key
    from indicators.plans.models import Plan
    from siwei.pages.selectors.briefing import Verdict, Verdicts
    from siwei.pages.selectors.changes import ChangeList
    from siwei.reports.selectors.values import ReportedValue
    from tasks.selectors.late import LateMilestone

Values = Mapping[str, Any]


def template_values(
    found: Verdicts,
    values: Mapping[Key, ReportedValue],
    *,
    today: date,
    late: Iterable[LateMilestone],
    plans: Sequence[Plan] = (),
    explained: Mapping[int, str] | None = None,
    changed: ChangeList | None = None,
) -> Values:
    """Everything that a template may name; the same names in every kind of report, empty where
    the kind has nothing of it."""
    rows = {id(one): _promise(one, found, values, explained, today) for one in found.rows}

    def those(some: Iterable[Verdict]) -> list[Values]:
        return [rows[id(one)] for one in some]

    return {
        "region": {"name": found.region.name, "code": found.region.code},
        "year": found.year,
        "today": day(today),
        "plans": [{"title": one.title, "number": one.doc_number} for one in plans],
        "summary": counted(status_counts(found.rows)),
        "counts": {one.value: number for one, number in status_counts(found.rows).items()},
        "total": len(found.rows),
        "promises": list(rows.values()),
        "constraints": those(one for one in found.rows if one.is_constraint),
        "crossed": those(found.crossed),
        "missed": those(found.missed),
        "behind": those(found.behind),
        "missing": those(found.missing),
        "regions": _regions(found),
        "late": late_words(late_work(late, today=today)),
        "changes": [
            {"day": short_day(one.day), "words": change_words(line)}
            for one in ([] if changed is None else change_days(changed))
            for line in one.lines
        ],
        "demo": any(one.assessment.demo for one in found.rows),
    }


def _promise(
    one: Verdict,
    found: Verdicts,
    values: Mapping[Key, ReportedValue],
    explained: Mapping[int, str] | None,
    today: date,
) -> Values:
    a, known = one.assessment, reported(one, values)
    line = value_line(one, values)
    return {
        "name": one.row.printed_name,
        "region": one.region.name,
        "nature": label(one.row.nature),
        "unit": unit_of(one),
        "base": base_words(a),
        "goal": goal_words(a),
        "value": "".join(piece.text for piece in line),
        "number": tuple(line),
        "limit": "".join(piece.text for piece in limit_line(a)),
        "is_estimate": a.limit is not None and a.limit.is_estimate,
        "gap": gap_words(a),
        "excess": excess_words(one),
        "status": label(one.status),
        "status_code": one.status.value,
        "reason": explain(a),
        "explanation": explanation_words(one, values, explained),
        "missing": why_words(one, found, today=today) if one.is_missing else "",
        "departments": answering_words([one]),
        "source": "" if known is None else known.source,
        "passport": "" if known is None else tag_of(known.key, known.version),
        "published_on": "" if known is None else short_day(known.published_on),
        "preliminary": a.preliminary,
        "demo": a.demo,
    }


def _regions(found: Verdicts) -> list[Values]:
    """Each region that promises something, counted."""
    by_code: dict[str, list[Verdict]] = defaultdict(list)
    for one in found.rows:
        by_code[one.region.code].append(one)
    return [
        {
            "name": those[0].region.name,
            "code": code,
            "total": len(those),
            "summary": counted(status_counts(those)),
            "counts": {one.value: number for one, number in status_counts(those).items()},
        }
        for code, those in by_code.items()
    ]
