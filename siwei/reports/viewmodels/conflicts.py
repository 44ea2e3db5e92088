"""Where the text of a plan contradicts itself or another document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siwei.reports.rules.passports import text_of

if TYPE_CHECKING:
    from indicators.plans.models import Target


def conflict_words(target: Target) -> str:
    """Every reading of a target of `with_readings`, each with its place, the adopted one first."""
    owner = target.plan_indicator
    when = "长期目标" if target.year is None else f"{target.year}年目标"
    readings = "；".join(
        f"《{one.target.plan_indicator.plan.title}》写作“{one.citation.quote}”"
        for one in target.all_readings
    )
    adopted = target.printed_value
    said = "" if adopted is None else f"本报告采用{text_of(adopted)}。"
    return f"{owner.printed_name}的{when}有不同表述：{readings}。{said}"
