"""How the history names tasks, and what is said about the work."""

KIND = "progress"
SAY, REMOVE = "say", "remove"
# A task with its items, assignments and milestones, as its plan was loaded.
TASK = "task"
LOAD = "load"
MILESTONE = "milestone"


def key_of(plan: str, task: str, number: int | str) -> str:
    """`yangquan-2025/2.1/3`: the third statement on that task; of a milestone its number."""
    return f"{task_key(plan, task)}/{number}"


def task_key(plan: str, task: str) -> str:
    """`yangquan-2025/2.1`, as the address of the task has it."""
    return f"{plan}/{task}"
