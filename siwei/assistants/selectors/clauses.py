"""Where the texts of plans speak of something."""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from indicators.plans.models import Clause


def clauses_with(words: Sequence[str], *, plans: Collection[str] | None = None) -> QuerySet[Clause]:
    """The clauses that hold each of `words` in their heading or text, plan by plan in the order
    of the text; of these plans (slugs), or of all."""
    found = Clause.objects.select_related("plan").order_by("plan__slug", "order")
    if plans is not None:
        found = found.filter(plan__slug__in=plans)
    for word in words:
        found = found.filter(Q(text__icontains=word) | Q(heading__icontains=word))
    return found
