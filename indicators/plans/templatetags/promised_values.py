"""A promised number as printed. A page has hundreds of them: too many for a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.plans.rules.enums import GoalKind, TargetForm
from indicators.plans.templatetags.plans import has_a_sign, in_effect, sign, target_figure
from indicators.plans.viewmodels.anchors import target_anchor

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.safestring import SafeString

    from indicators.plans.models import Plan, Target

register = template.Library()


@register.simple_tag(takes_context=True)
def promised_value(context: Context, target: Target, plan: Plan, told: bool = False) -> SafeString:
    """A promised number; it opens the sentence that promises it. One that was amended is struck
    through, with what took its place and the document that did it.

    `target`: with citations, conflict, plan_indicator and what amends it. `told`: what it amends
    is said beside it.
    """
    later, past = target.replaced_by, context.get("past")
    css = "value"
    if target.value is None:
        css += " value--words"
    if later and in_effect(later, past) and target.form != TargetForm.SET_ELSEWHERE:
        css += " value--replaced"
    parts = [_number(target, plan), *_years(target)]
    if target.amends and not told:
        parts.append(_rendered("plans/_amended.html", context, target=target))
    if target.conflict:
        words = _("≠ 文本矛盾")
        address = f"{reverse('conflicts')}#{target_anchor(target)}"
        parts.append(format_html('<a class="conflict" href="{}">{}</a>', address, words))
    inside = "{}\n" * len(parts)
    value = format_html(f'\n<span class="{css}">\n{inside}</span>\n', *parts)
    if not later:
        return value
    unit = target.plan_indicator.unit_id
    amending = _rendered("plans/_amending.html", context, target=later, amended_unit=unit)
    return format_html("{}{}", value, amending)


def _number(target: Target, plan: Plan) -> SafeString:
    citation = next(iter(target.citations.all()), None)
    place = "" if citation is None else citation.clause.key
    address = f"{reverse('plan', args=[plan.slug])}#{place}"
    if target.value is None:
        return format_html('<a lang="zh-Hans" href="{}">{}</a>', address, target.wording)
    signed = has_a_sign(target)
    sign_before = '<span class="figure__sign" title="{}">{}</span>' if signed else ""
    of_sign = (target.get_comparator_display(), sign(target.comparator)) if signed else ()
    return format_html(
        sign_before + '<a href="{}" title="{}" lang="zh-Hans"><span lang="{}">{}</span></a>',
        *of_sign,
        address,
        "" if citation is None else citation.quote,
        get_language(),
        target_figure(target),
    )


def _years(target: Target) -> list[SafeString]:
    """From which year it counts, and why it names none."""
    said = []
    if target.base_year:
        said.append(_("比 %(year)s 年") % {"year": target.base_year})
    if target.counts_from:
        said.append(_("自 %(year)s 年起") % {"year": target.counts_from})
    if target.goal_kind == GoalKind.UNDATED and target.value is not None:
        said.append(_("未写明年份"))
    elif target.form == TargetForm.SET_ELSEWHERE:
        said.append(_("另行下达"))
    return [format_html('<span class="table__sub">{}</span>', words) for words in said]


def _rendered(name: str, context: Context, **more: Any) -> SafeString:
    return render_to_string(name, {"past": context.get("past"), **more})
