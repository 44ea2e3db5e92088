"""A page of the list of actuals: rows of columns, and of the values on which somebody works what
only a whole value can say, found for all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from departments.people import person_of
from departments.rules.permissions import may_act
from indicators.actuals.api.rows import Work, text_of_seen, work_of
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.findings import Finding, Severity
from indicators.actuals.selectors import actuals as selectors
from indicators.actuals.selectors import record
from indicators.actuals.selectors.columns import ListedColumns, SeenColumns, listed_part, seen_part
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.wording import finding_message

# Of what is published nobody works on anything.
_NOTHING = work_of("", [], [], [])
_WORKING = len(SeenColumns._fields) + ListedColumns._fields.index("working")


def texts_of_page(
    page: Sequence[tuple[Any, ...]],
    *,
    user: AbstractBaseUser | AnonymousUser,
    wants_may: bool,
    wants_findings: bool,
) -> list[str]:
    """The rows of `listed_columns` as JSON. No query where no row is a working value."""
    working = [listed_part(row).pk for row in page if row[_WORKING]]
    if not working:
        return [text_of_seen(row, _NOTHING) for row in page]
    asked = set(working) if wants_may and may_act(person_of(user)) else set()
    in_work = _in_work(page) if wants_findings else set()
    seen = selectors.visible_to(user).filter(pk__in=asked | in_work)
    rows = list(seen) if asked or in_work else []
    may = permitted(user=user, rows=[row for row in rows if row.pk in asked])
    found = record.findings([row for row in rows if row.pk in in_work])
    texts = []
    for row in page:
        pk, _is_working, explanation = listed_part(row)
        texts.append(text_of_seen(row, _work(explanation, found.get(pk, []), may.get(pk, []))))
    return texts


def _in_work(page: Sequence[tuple[Any, ...]]) -> set[int]:
    """The working values in which something could be found: those that aren't approved."""
    approved = ActualState.APPROVED.value
    working = (row for row in page if row[_WORKING])
    return {listed_part(row).pk for row in working if seen_part(row).seen_state != approved}


def _work(explanation: str, found: Sequence[Finding], may: Sequence[Action]) -> Work:
    if not (explanation or found or may):
        return _NOTHING
    return work_of(explanation, warnings_of(found), remarks_of(found), may)


def warnings_of(found: Iterable[Finding]) -> list[Mapping[str, str]]:
    """What has to be explained, as the API says it."""
    return _said(one for one in found if one.severity is not Severity.REMARK)


def remarks_of(found: Iterable[Finding]) -> list[Mapping[str, str]]:
    """What is only worth knowing, as the API says it."""
    return _said(one for one in found if one.severity is Severity.REMARK)


def _said(found: Iterable[Finding]) -> list[Mapping[str, str]]:
    return [{"code": one.code, "message": finding_message(one)} for one in found]
