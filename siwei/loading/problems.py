"""What is wrong with a fixture, said so that a colleague finds it: file, line, what and why."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """One mistake. `line` counts from 1; 0 where the whole file is meant."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class FixtureError(Exception):
    """A fixture is refused. `problems` names every mistake that was found, in order, each once."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problem(file: Path, line: int, message: str) -> FileProblem:
    """A problem of `file`, named the way a person types it: the last two parts of its path."""
    return FileProblem("/".join(file.parts[-2:]), line, message)


def shortened(value: object, most: int = 60) -> str:
    """`value` in a message: the beginning of a long one."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"
