"""What a publication did to a verdict, in words."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.turns import StatusChange, Turn

_BREACHED: dict[Status, LazyText] = {
    Status.BREACHED: pgettext_lazy("turn", "转为突破红线"),
    Status.MISSED: pgettext_lazy("turn", "转为未达标"),
    Status.BEHIND: pgettext_lazy("turn", "转为滞后"),
}
_MENDED: dict[Status, LazyText] = {
    Status.BREACHED: pgettext_lazy("turn", "不再突破红线"),
    Status.MISSED: pgettext_lazy("turn", "不再是未达标"),
    Status.BEHIND: pgettext_lazy("turn", "不再滞后"),
}


def turn_words(change: StatusChange) -> str:
    """For the worse or mended; empty where it is neither."""
    if change.turn is Turn.BREACHED:
        return str(_BREACHED[change.after])
    return str(_MENDED[change.before]) if change.turn is Turn.MENDED else ""
