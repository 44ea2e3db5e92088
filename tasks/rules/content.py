"""What the history keeps of a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.records.rules.chain import Content


@dataclass(frozen=True, slots=True)
class Said:
    """A statement by what doesn't change: `item` and `milestone` are numbers in the task, `about`
    is the key of the statement that it replies to, `department` a pk, since departments are
    renamed; `files` are as the history names them.
    """

    plan: str
    task: str
    kind: str
    department: int
    role: str
    text: str
    item: int | None = None
    milestone: int | None = None
    state: str = ""
    percent: int | None = None
    next_step: str = ""
    until: date | None = None
    about: str = ""
    organ: str = ""
    on_behalf: bool = False
    demo: bool = False
    files: Sequence[str] = ()

    def as_json(self) -> Content:
        return {
            "plan": self.plan,
            "task": self.task,
            "item": self.item,
            "milestone": self.milestone,
            "kind": self.kind,
            "department": self.department,
            "role": self.role,
            "state": self.state,
            "percent": self.percent,
            "text": self.text,
            "next_step": self.next_step,
            "until": None if self.until is None else self.until.isoformat(),
            "about": self.about,
            "organ": self.organ,
            "on_behalf": self.on_behalf,
            "demo": self.demo,
            "files": [{"file": one} for one in self.files],
        }
