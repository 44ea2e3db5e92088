"""The board of tasks: in which ways it is shown, and with which signs."""

from enum import StrEnum

from indicators.plans.rules.enums import DepartmentRole


class BoardView(StrEnum):
    """One way to show the tasks that a filter leaves."""

    LIST = "list"
    MATRIX = "matrix"
    TIMELINE = "timeline"


# Read the same on a grey print. In the order in which a key lists them.
ROLE_SIGNS = {
    DepartmentRole.LEAD: "●",
    DepartmentRole.PARTICIPATING: "○",
    DepartmentRole.SHARED: "◇",
}


def number_ranges(numbers: list[int]) -> str:
    """Numbers in short, in their order: 1–3, 7."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    """Two neighbours stay two: 4, 5 is as short as 4–5."""
    if len(run) > 2:
        return f"{run[0]}–{run[-1]}"
    return ", ".join(map(str, run))
