"""What the list of tasks can be ordered by, beside its own columns."""

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from tasks.models import Item, Milestone
from tasks.rules.status import TaskStatus
from tasks.selectors.standing import with_due


def item_count() -> Coalesce:
    """How many items a task has."""
    items = Item.objects.filter(task=OuterRef("pk")).order_by().values("task")
    return Coalesce(Subquery(items.annotate(number=Count("pk")).values("number")), Value(0))


def first_due() -> Subquery:
    """The earliest day that counts of a task's milestones; None where none has one."""
    milestones = with_due(Milestone.objects.filter(task=OuterRef("pk"), due_on__isnull=False))
    return Subquery(milestones.order_by(F("due")).values(day=F("due"))[:1])


def urgency() -> Case:
    """How urgent a task of `tasks.selectors.tasks` is by its `status`, the most urgent first."""
    ranks = [When(status=one.value, then=Value(rank)) for rank, one in enumerate(TaskStatus)]
    return Case(*ranks, output_field=IntegerField())
