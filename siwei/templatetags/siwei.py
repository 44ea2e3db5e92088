"""Filters that every template has without loading them."""

import re
from decimal import Decimal
from enum import StrEnum

from django import template
from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.bilingual import Bilingual
from common.decimals import places_of
from common.language import local_name, said
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.wording import finding_message
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.plans.models import Clause, Indicator, PlanIndicator, Reported, Target
from indicators.plans.rules import enums, wording
from indicators.plans.rules.units import NamedUnit
from indicators.plans.viewmodels.anchors import promise_anchor, target_anchor
from tasks.rules.status import MilestoneStatus, TaskStatus

register = template.Library()

_ENUMERATIONS: dict[str, type[StrEnum]] = {
    "action": Action,
    "clause": enums.ClauseKind,
    "comparability": ComparabilityLevel,
    "comparator": enums.Comparator,
    "direction": enums.Direction,
    "duty": enums.DepartmentRole,
    "basis": enums.LimitBasis,
    "level": RegionLevel,
    "nature": enums.Nature,
    "obs_status": ObsStatus,
    "origin": enums.Origin,
    "plan_status": enums.PlanStatus,
    "role": Role,
    "state": ActualState,
    "theme": enums.Theme,
    "milestone_status": MilestoneStatus,
    "task_status": TaskStatus,
}
# From the first Chinese character to the last, with the full stop.
_CHINESE = re.compile(r"[\u3400-\u9fff].*[\u3001-\u9fff]")
_ANNEX_KEY = re.compile(r"a(\d+)\.(n?)(\d+[a-z]?)")
_SIGNS = {
    enums.Comparator.AT_MOST: "≤",
    enums.Comparator.AT_LEAST: "≥",
    enums.Comparator.EQUAL: "=",
}


register.filter("in_language", said)
register.filter("localname", local_name)
register.filter("finding", finding_message)


@register.filter
def localdefinition(indicator: Indicator) -> str:
    """What the catalogue says an indicator is, in the language of the page."""
    return said(Bilingual(indicator.definition, indicator.definition_en))


@register.filter
def chinese_marked(text: str) -> SafeString | str:
    """An English sentence with its Chinese passage marked as such; a Chinese one as it is."""
    passage = _CHINESE.search(text)
    if passage is None or not (get_language() or "").startswith("en"):
        return text
    before, after = text[: passage.start()], text[passage.end() :]
    return format_html('{}<span lang="zh-Hans">{}</span>{}', before, passage[0], after)


@register.filter
def label(value: str, kind: str) -> str:
    """What people read for a stored word: `{{ plan.status|label:"plan_status" }}`."""
    if not value:
        return ""
    member = _ENUMERATIONS[kind](value)
    return said(member.label)  # type: ignore[attr-defined]


@register.filter
def unit(unit: NamedUnit) -> str:
    """What a unit is called in the language of the page."""
    return said(wording.unit_name(unit))


@register.filter
def amount(value: Decimal, unit: NamedUnit) -> str:
    """A number with its unit, as sentences have it: 2.27亿立方米 · 2.27 × 100 million m³."""
    return said(wording.amount(value, unit)).replace("-", wording.MINUS)


@register.filter
def sign(comparator: str) -> str:
    """≤, ≥ or =."""
    return _SIGNS[enums.Comparator(comparator)]


@register.filter
def figure(value: Decimal | None) -> SafeString | str:
    """A number as printed, marked by its decimals, so that a column stands on its points."""
    if value is None:
        return ""
    return format_html(
        '<span class="figure figure--{}">{}</span>',
        places_of(value),
        wording.drawn(value),
    )


@register.filter
def person(user: User | None) -> str:
    """A person by their name, or by the name they log in with; nobody is the system itself."""
    return _("系统") if user is None else user.get_full_name() or user.get_username()


@register.filter
def place(clause: Clause) -> str:
    """Where a clause stands, as one would say it: its heading, or its row of the annex."""
    match = _ANNEX_KEY.fullmatch(clause.key)
    if match is None:
        if clause.key.endswith(".intro"):
            return _("正文引言段")
        return clause.heading or f"{label(clause.kind, 'clause')} {clause.key}"
    annex, note, row = match.groups()
    if note:
        return _("附件%(annex)s注%(number)s") % {"annex": annex, "number": row}
    return _("附件%(annex)s第%(number)s行") % {"annex": annex, "number": row}


@register.filter
def signed(value: Decimal) -> str:
    """A difference with its sign: +0.217, −2.6, 0."""
    return wording.sign_of(value) + wording.number(abs(value)) if value else wording.number(value)


@register.filter
def anchor(thing: PlanIndicator | Target | Reported) -> str:
    """Where a promise or one of its targets stands on the page of its indicator."""
    if isinstance(thing, PlanIndicator):
        return promise_anchor(thing)
    return target_anchor(thing)
