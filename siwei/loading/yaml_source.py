"""Reads a YAML fixture: decimals as printed, no double keys, and the line of every value."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from siwei.loading.problems import FixtureError, Problem, problem


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file. `lines` maps the path of a value to its line, counted from 1."""

    file: Path
    data: Any
    lines: dict[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of `path`, or of its nearest ancestor that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        return problem(self.file, self.line(path), message)


def read_yaml(file: Path) -> Source:
    """Parse `file`.

    Raises `FixtureError` for a file that isn't there, isn't YAML or repeats a key.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise FixtureError([problem(file, 0, _("读不到文件：%s") % error.strerror)]) from None
    except UnicodeDecodeError:
        raise FixtureError([problem(file, 0, _("文件不是 UTF-8 编码"))]) from None
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        reader = _Reader(file, loader)
        data = reader.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = _("不是合法的 YAML：%s") % (error.problem or error)
        raise FixtureError([problem(file, line, message)]) from None
    finally:
        loader.dispose()
    if reader.problems:
        raise FixtureError(reader.problems)
    return Source(file, data, reader.lines)


class _Reader:
    """Builds plain values from YAML nodes and remembers where each one stands."""

    def __init__(self, file: Path, loader: yaml.SafeLoader) -> None:
        self.file = file
        self.loader = loader
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:float":
            # A float would forget that the plan prints 9.0 and not 9.
            return Decimal(node.value)
        return self.loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, child in node.value:
            key = key_node.value
            if key in result:
                line = key_node.start_mark.line + 1
                self.problems.append(problem(self.file, line, _("重复的键“%s”") % key))
            result[key] = self.value(child, (*path, key))
        return result
