"""Reads a YAML fixture: decimals as printed, no double keys, and the line of every value."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from siwei.loading.problems import FileProblem, FixtureError, problem, shortened
from siwei.loading.texts import control_character, control_refusal, read_text
from siwei.loading.yaml_reasons import yaml_reason

MAP = "tag:yaml.org,2002:map"
SEQUENCE = "tag:yaml.org,2002:seq"
# libyaml's parser, where PyYAML was built with it, as its wheels are: ten times as fast.
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The longest plan so far holds 2,000 values. An alias of aliases can ask for billions.
MOST_VALUES = 100_000
# The deepest so far is 7 deep. libyaml's composer ends the process where a text is too deep for it.
DEEPEST = 100


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

    def problem(self, path: tuple[str | int, ...], message: str) -> FileProblem:
        return problem(self.file, self.line(path), message)


def read_yaml(file: Path) -> Source:
    """Parse `file`.

    Raises `FixtureError` for a file that isn't there, isn't YAML, repeats a key, or holds a
    value that can't be read.
    """
    text = read_text(file)
    try:
        refuse_too_deep(text)
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            reader = _Reader(file, loader)
            data = reader.value(node, ()) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = _("不是合法的 YAML：%s") % yaml_reason(error.problem or "")
        raise FixtureError([problem(file, line, message)]) from None
    except RecursionError:
        raise FixtureError([problem(file, 0, _("层次太深，不是规划的写法"))]) from None
    if reader.problems:
        raise FixtureError(reader.problems)
    return Source(file, data, reader.lines)


def refuse_too_deep(text: str) -> None:
    """Raises `RecursionError` where lists and maps stand in each other more than `DEEPEST` deep."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise RecursionError
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Reader:
    """Builds plain values from YAML nodes and remembers where each one stands."""

    def __init__(self, file: Path, loader: yaml.SafeLoader) -> None:
        self.file = file
        self.loader = loader
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[FileProblem] = []
        self._open: set[int] = set()

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        if len(self.lines) >= MOST_VALUES:
            raise FixtureError([_at(self.file, node, _("展开后的内容太多，不是规划的写法"))])
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if node.tag not in (MAP, SEQUENCE):
            self._say(node, _("用不着的 YAML 标记“%s”") % node.tag)
            return None
        if id(node) in self._open:
            raise FixtureError([_at(self.file, node, _("这一项引用了它自己"))])
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        finally:
            self._open.discard(id(node))

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            if node.tag == "tag:yaml.org,2002:float":
                # A float would forget that the plan prints 9.0 and not 9.
                return Decimal(node.value)
            self._refuse_control_characters(node)
            return self.loader.construct_object(node)
        except (ValueError, ArithmeticError, LookupError, AttributeError):
            # 2025-02-30, .nan, !!bool 对: PyYAML lets the error of Python through.
            self._say(node, _("读不懂的值“%s”") % shortened(node.value))
            return None

    def _refuse_control_characters(self, node: yaml.ScalarNode) -> None:
        """An escape ("\\0") writes what the text of the file may not hold."""
        found = control_character(node.value)
        if found is not None:
            self._say(node, control_refusal(found))

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._say(key_node, _("键应是一个词"))
                continue
            key = key_node.value
            self._refuse_control_characters(key_node)
            if key in result:
                self._say(key_node, _("重复的键“%s”") % shortened(key))
            result[key] = self.value(child, (*path, key))
        return result

    def _say(self, node: yaml.Node, message: str) -> None:
        self.problems.append(_at(self.file, node, message))


def _at(file: Path, node: yaml.Node, message: str) -> FileProblem:
    return problem(file, node.start_mark.line + 1, message)
