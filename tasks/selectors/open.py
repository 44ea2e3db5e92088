"""Which statements still wait for a reply, as a condition of the database."""

from django.db.models import Exists, OuterRef, Q

from tasks.models import Statement
from tasks.rules.enums import DECISIONS, StatementKind, WorkState
from tasks.selectors.standing import DECISIVE, LATER


def waits() -> Q:
    """Questions and urgings without an answer (an urging is answered by a report, too), extensions
    without a decision, and reports that a milestone is met, as long as nothing was said after them
    on whether it is."""
    about = Statement.objects.filter(about=OuterRef("pk"))
    later = Statement.objects.filter(pk__gt=OuterRef("pk"))
    answered = Exists(about.filter(kind=StatementKind.ANSWER.value))
    reported = Exists(
        later.filter(
            task=OuterRef("task"),
            department=OuterRef("department"),
            kind=StatementKind.REPORT.value,
        )
    )
    decided = Exists(about.filter(kind__in=[one.value for one in DECISIONS]))
    return (
        Q(~answered, kind=StatementKind.QUESTION.value)
        | Q(~answered, ~reported, kind=StatementKind.URGING.value)
        | Q(~decided, kind=StatementKind.EXTENSION.value)
        | Q(DECISIVE, ~Exists(LATER), state=WorkState.DONE.value, milestone__isnull=False)
    )
