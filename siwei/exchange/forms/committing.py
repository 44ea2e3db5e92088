"""What the form of a preview says: why a value is right, and which rows are left out."""

from django.http import QueryDict

from common.numbers import whole_number

EXPLANATION = "explanation:"
LEAVE_OUT = "leave_out"
BLOCKED = "blocked"  # rows that can't be written as they stand
UNEXPLAINED = "unexplained"  # rows that are asked why, without an answer


def explanations(data: QueryDict) -> dict[int, str]:
    """What was typed beside the rows that are asked why, by their place in the batch."""
    typed = {
        whole_number(name.removeprefix(EXPLANATION)): text.strip()
        for name, text in data.items()
        if name.startswith(EXPLANATION) and isinstance(text, str)
    }
    return {index: text for index, text in typed.items() if index is not None}


def leaves_out(data: QueryDict, what: str) -> bool:
    """Whether the person said that rows of this kind are to be left out."""
    return what in data.getlist(LEAVE_OUT)
