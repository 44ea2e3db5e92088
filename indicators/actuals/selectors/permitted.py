"""What a person could do now to values that they see, for a whole page in four queries."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from departments.people import person_of
from departments.rules.permissions import Person, may_act
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action
from indicators.actuals.selectors.actuals import SeenActual, WorkingView
from indicators.actuals.selectors.subjects import Workable, possible_actions, sent_back, subjects


def permitted(
    *, user: AbstractBaseUser | AnonymousUser, rows: Sequence[SeenActual | Actual]
) -> dict[int, list[Action]]:
    """For each row's pk the actions that `user` could do to it; no query for who may do nothing.

    Who sees only what is published, or asks for that, is offered what the public is: nothing.
    """
    nothing: dict[int, list[Action]] = {row.pk: [] for row in rows}
    person = person_of(user)
    workable = [row for row in rows if isinstance(row, WorkingView | Actual)]
    return nothing | (_permitted(person, workable) if workable and may_act(person) else {})


def _permitted(person: Person, rows: Sequence[Workable]) -> dict[int, list[Action]]:
    facts = subjects(row.key for row in rows)
    subject_of = {row.pk: facts[(row.key.region, row.key.indicator)] for row in rows}
    opened = set(
        ReportingYear.objects.filter(
            is_open=True, year__in={row.key.year for row in rows}
        ).values_list("province_id", "year")
    )
    closed = [row for row in rows if (subject_of[row.pk].ancestors[-1], row.key.year) not in opened]
    still_open = {row.pk for row in rows} - {row.pk for row in closed}
    back = sent_back(closed)
    return {
        row.pk: possible_actions(
            person,
            subject_of[row.pk],
            row,
            year_is_open=row.pk in still_open,
            sent_back=row.pk in back,
        )
        for row in rows
    }
