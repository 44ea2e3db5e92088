"""What was explained before a value changed: offered again, never taken for granted."""

from collections.abc import Iterable

from indicators.actuals.models import Actual, Revision


def earlier_explanations(actuals: Iterable[Actual]) -> dict[int, Revision]:
    """Of those without an explanation (by pk) the last change that carried one. One query."""
    bare = [actual.pk for actual in actuals if not actual.explanation]
    if not bare:
        return {}
    explained = Revision.objects.filter(actual__in=bare).exclude(explanation="")
    # The later one takes the place of the earlier.
    return {row.actual_id: row for row in explained.order_by("number")}
