"""What the form of a preview says: why a value is right, and which rows are left out."""

from collections.abc import Mapping

from django.http import QueryDict

from common.numbers import whole_number

EXPLANATION = "explanation:"
FOR_ALL = "explanation_for_all"
LEAVE_OUT = "leave_out"
BLOCKED = "blocked"  # rows that can't be written as they stand
UNEXPLAINED = "unexplained"  # rows that are asked why, without an answer


def explanations(data: QueryDict, asked: Mapping[int, str]) -> dict[int, str]:
    """What was typed beside the rows that are asked why, by their place in the batch; those that
    say nothing have what was typed for all of them. `asked`: what they said before."""
    typed = _typed(data)
    if for_all := data.get(FOR_ALL, "").strip():
        typed |= {place: for_all for place, why in asked.items() if not typed.get(place, why)}
    return typed


def leaves_out(data: QueryDict, what: str) -> bool:
    """Whether the person said that rows of this kind are to be left out."""
    return what in data.getlist(LEAVE_OUT)


def _typed(data: QueryDict) -> dict[int, str]:
    found = {
        whole_number(name.removeprefix(EXPLANATION)): text.strip()
        for name, text in data.items()
        if name.startswith(EXPLANATION) and isinstance(text, str)
    }
    return {place: text for place, text in found.items() if place is not None}
