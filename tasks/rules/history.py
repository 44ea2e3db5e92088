"""How the history names what is said about the work."""

KIND = "progress"
SAY, REMOVE = "say", "remove"


def key_of(plan: str, task: str, number: int | str) -> str:
    """`yangquan-2025/2.1/3`: the third statement on that task."""
    return f"{plan}/{task}/{number}"
