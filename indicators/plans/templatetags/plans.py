"""Filters for what plans say: units, natures, sentences and where they stand."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.figures import number, with_minus
from common.labels import label
from common.language import is_english
from common.templatetags.common import figure
from indicators.plans import wording
from indicators.plans.rules.enums import (
    Comparator,
    DepartmentRole,
    Direction,
    Nature,
    TargetForm,
)
from indicators.plans.rules.units import NamedUnit
from indicators.plans.viewmodels.anchors import promise_anchor, target_anchor

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from common.as_of import Past
    from indicators.plans.models import Clause, Indicator, Target
    from indicators.plans.rules.limits import Limit
    from indicators.plans.rules.promises import Promise, TargetData

register = template.Library()

_ANNEX_KEY = re.compile(r"a(\d+)\.(n?)(\d+[a-z]?)")
_SIGNS = {Comparator.AT_MOST: "≤", Comparator.AT_LEAST: "≥", Comparator.EQUAL: "="}

register.filter("unit", wording.unit_name)
register.filter("break_title", wording.break_title)
register.filter("break_note", wording.break_note)
register.filter("promise_anchor", promise_anchor)
register.filter("target_anchor", target_anchor)


@register.filter
def amount(value: Decimal, unit: NamedUnit) -> str:
    """A number with its unit, as sentences have it: 2.27亿立方米 · 2.27 × 100 million m³."""
    return with_minus(wording.amount(value, unit))


@register.filter
def sign(comparator: str) -> str:
    """≤, ≥ or =."""
    return _SIGNS[Comparator(comparator)]


@register.filter
def target_figure(target: Target, beside: str | None = None) -> SafeString | str:
    """The number of a target as its plan prints it: with the far end of a range, the aim, …

    `beside`: the unit (by its symbol) of what it stands beside; another one is said.
    """
    unit = target.plan_indicator.unit
    return _figure(
        TargetForm(target.form),
        target.printed_value,
        value_to=target.printed_value_to,
        aim=target.printed_aim,
        falls=target.plan_indicator.indicator.falls,
        unit=None if beside in (None, unit.pk) else unit,
    )


@register.filter
def promised_figure(target: TargetData, promise: Promise) -> SafeString | str:
    """The number of a target of `promise`, in the catalogue's unit."""
    return _figure(
        target.form,
        target.value,
        value_to=target.value_to,
        aim=target.aim,
        falls=promise.is_reduction or promise.direction is Direction.AT_MOST,
    )


def _figure(
    form: TargetForm, value: Decimal | None, *, aim: Decimal | None, **said: Any
) -> SafeString | str:
    """A plain number with its places, by which a column stands on its points; others in words."""
    if value is None or (form is TargetForm.VALUE and aim is None and said.get("unit") is None):
        return figure(value)
    return wording.printed_number(form, value, aim=aim, **said)


@register.filter
def limit_rest(limit: Limit) -> str:
    """What a plan prints beside the limit that is judged: （至30）, 左右, （力争8.5）."""
    rest = _("左右") if limit.tolerance else ""
    if limit.value_to is not None:
        rest = _("（至%(far)s）") % {"far": with_minus(number(limit.value_to))}
    if limit.aim is None or limit.target.is_change:
        return rest
    return rest + _("（力争%(aim)s）") % {"aim": with_minus(number(limit.aim))}


@register.filter
def has_a_sign(target: Target) -> bool:
    """Whether ≤ or ≥ stands before the number: not where its form says what it is."""
    return target.form == TargetForm.VALUE


@register.filter
def in_effect(target: Target, past: Past | None = None) -> bool:
    """Whether a target that amends another does so already, on the day that the page shows."""
    today = date.fromisoformat(past.day) if past else localdate()
    return target.effective_on is not None and target.effective_on <= today


@register.filter
def amendment_words(target: Target, past: Past | None = None) -> str:
    """What a target does to the one that it amends, and since when."""
    day = {"day": target.effective_on and target.effective_on.isoformat()}
    left_open = target.amends is not None and target.amends.form == TargetForm.SET_ELSEWHERE
    if left_open:
        return _("%(day)s下达") % day
    return (_("%(day)s起修订") if in_effect(target, past) else _("将于%(day)s起修订")) % day


@register.filter
def nature_label(nature: str) -> str:
    """Binding, expected or not stated, also for a word in a template."""
    return label(Nature(nature))


@register.filter
def duty_label(role: str) -> str:
    """In which role a department answers for something."""
    return label(DepartmentRole(role))


@register.filter
def localdefinition(indicator: Indicator) -> str:
    """What the catalogue says an indicator is, in the language of the page."""
    return indicator.definition_en if is_english() else indicator.definition


@register.filter
def place(clause: Clause) -> str:
    """Where a clause stands, as one would say it: its heading, or its row of the annex."""
    match = _ANNEX_KEY.fullmatch(clause.key)
    if match is None:
        if clause.key.endswith(".intro"):
            return _("正文引言段")
        return clause.heading or f"{clause.get_kind_display()} {clause.key}"
    annex, note, row = match.groups()
    if note:
        return _("附件%(annex)s注%(number)s") % {"annex": annex, "number": row}
    return _("附件%(annex)s第%(number)s行") % {"annex": annex, "number": row}
