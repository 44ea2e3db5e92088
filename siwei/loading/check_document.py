"""Checks the head of a plan against its text, and the days that it names for other plans."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from siwei.loading.clauses import ClauseText, whole_text
from siwei.loading.days import days_begun, days_in, days_in_force, days_of_issue
from siwei.loading.gaps import GAP
from siwei.loading.schema import PlanHead
from siwei.loading.texts import squeezed

# Which key of the head, and what is wrong with it.
HeadFaults = Iterator[tuple[str, str]]
_AS_PRINTED = ("title", "doc_number", "date_text")


def head_faults(head: PlanHead, clauses: Mapping[str, ClauseText]) -> HeadFaults:
    """What the head gives stands in the text, blanks aside, and its day is the printed one."""
    whole = whole_text(clauses)
    if GAP in whole:
        return  # that it isn't finished is said at its lines
    for key in _AS_PRINTED:
        given = getattr(head, key)
        if GAP not in given and squeezed(given) not in squeezed(whole):
            yield key, _("正文里没有“%s”") % given
    front = "\n".join(one.text for one in clauses.values() if one.kind == "front")
    printed = days_in(head.date_text) if head.date_text else days_of_issue(front)
    known = printed | days_of_issue(front) | days_in(head.note)
    if head.issued_on is not None and printed and head.issued_on not in known:
        words = _("原文的日期是%(printed)s，而不是%(day)s；另有依据的，在 note 里写明这一天")
        days = head.date_text or "、".join(map(str, sorted(printed)))
        yield "issued_on", words % {"printed": days, "day": head.issued_on}


def early_fault(day: date, head: PlanHead, clauses: Mapping[str, ClauseText], note: str) -> str:
    """Why something can't begin on `day`, before its document was issued; "" where it can.

    A notice may hold from the first of January of its year, but then it says so: 自2023年1月1日起,
    自2023年1月起, 自2023年起. A note argues by naming the day.
    """
    whole = whole_text(clauses)
    if head.issued_on is None or day >= head.issued_on or day in days_in(whole) | days_begun(whole):
        return ""
    if _noted(day, note):
        return ""
    words = _(
        "%(day)s早于本文件的印发日期%(issued)s，而正文没有写明这一天；"
        "另有依据的，在 note 里写明“%(day)s”"
    )
    return words % {"day": day, "issued": head.issued_on}


def in_force_fault(day: date, words: str, note: str) -> str:
    """Why an amendment can't begin on `day`: `words`, the clauses that it cites, say another one.

    Each item of a notice may be in force from a day of its own. "" where it can.
    """
    printed = days_in_force(words)
    if len(printed) != 1 or day in printed or _noted(day, note):
        return ""
    message = _(
        "原文写明自%(printed)s起执行，这里却从%(day)s起：写 effective_on: %(printed)s，"
        "或在 note 里写明“%(day)s”"
    )
    return message % {"day": day, "printed": printed.pop()}


def _noted(day: date, note: str) -> bool:
    """Whether a note names the day, in Chinese or as the files write it."""
    return str(day) in note or day in days_in(note)


def late_fault(day: date, year: int | None, head: PlanHead) -> str:
    """Why an amendment of a target of `year` can't begin on `day`: it would change nothing.

    A document that is issued after that year amends it for what comes then.
    """
    issued = head.issued_on.year if head.issued_on else 0
    if year is None or day.year <= max(year, issued):
        return ""
    words = _("%(day)s在目标年%(year)s过完以后，这样什么也没有修订")
    return words % {"day": day, "year": year}
