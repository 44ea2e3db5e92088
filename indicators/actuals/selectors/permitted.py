"""What a person could do now to actuals that they read, for a whole page in four queries."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from departments.people import person_of
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action
from indicators.actuals.selectors.matters import matters, possible_actions, sent_back


def permitted(
    *, user: AbstractBaseUser | AnonymousUser, rows: Sequence[Actual]
) -> dict[int, list[Action]]:
    """For each row's pk the actions that `user` could do to it; without grants none, unasked."""
    person = person_of(user)
    if not person.grants or not rows:
        return {row.pk: [] for row in rows}
    facts = matters(row.key for row in rows)
    opened = set(
        ReportingYear.objects.filter(is_open=True, year__in={row.year for row in rows}).values_list(
            "province_id", "year"
        )
    )
    matter_of = {row.pk: facts[(row.region_id, row.indicator_id)] for row in rows}
    closed = [row for row in rows if (matter_of[row.pk].lineage[-1], row.year) not in opened]
    still_open = {row.pk for row in rows} - {row.pk for row in closed}
    back = sent_back(closed)
    return {
        row.pk: possible_actions(
            person,
            matter_of[row.pk],
            row,
            year_is_open=row.pk in still_open,
            sent_back=row.pk in back,
        )
        for row in rows
    }
