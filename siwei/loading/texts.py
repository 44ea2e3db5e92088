"""Reads a fixture's text as it was typed, on whatever machine."""

import re
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from siwei.loading.problems import FixtureError, problem

# No database or browser can show these, or they turn the direction of what is beside them. A form
# feed parts pages of a scan: a line end.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1b\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def read_text(file: Path) -> str:
    """The text of `file`, without the mark that some editors put before it.

    Raises `FixtureError` for a file that can't be read, isn't UTF-8 or holds control characters.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FixtureError([problem(file, 0, _("读不到文件：%s") % _why(error))]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FixtureError([problem(file, line, _("文件不是 UTF-8 编码"))]) from None
    control = control_character(text)
    if control is not None:
        line = text[: control.start()].count("\n") + 1
        raise FixtureError([problem(file, line, control_refusal(control))])
    return text


def squeezed(text: str) -> str:
    """`text` without blanks and line ends, which a scan puts anywhere."""
    return "".join(text.split())


def plain(text: str) -> str:
    """`text` in half-width signs and without blanks: ２０２５ 年 is 2025年."""
    return squeezed(unicodedata.normalize("NFKC", text))


def _why(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return _("没有这个文件")
        case IsADirectoryError():
            return _("它是一个文件夹")
        case PermissionError():
            return _("没有读取的权限")
        case _other:
            return str(error.strerror)


def control_character(text: str) -> re.Match[str] | None:
    """The first character of `text` that can't be taken."""
    return _CONTROL.search(text)


def control_refusal(found: re.Match[str]) -> str:
    """Why what `control_character` found is refused."""
    return _("看不见的控制字符 U+%04X") % ord(found.group())
