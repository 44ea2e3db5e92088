"""In what a data set is written: by the ending of its address, or by `Accept`."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import IO

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from common.sheets import CSV_TYPE, XLSX_TYPE
from siwei.datasets.api.answers import as_file, file_name, streamed
from siwei.datasets.selectors.sets import OpenSet
from siwei.datasets.viewmodels.texts import as_csv, as_json, as_jsonl


@dataclass(frozen=True, slots=True)
class Format:
    """`format` is the ending of an address; `?format=` names it, too."""

    format: str
    content_type: str

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]

    def answer(self, opened: OpenSet, request: Request) -> HttpResponseBase:
        """The data set in this format; the headers alone to a HEAD. Raises `NotAcceptable` where
        it can't be had so."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TextFormat(Format):
    """Written while it is sent."""

    write: Callable[[OpenSet], Iterator[bytes]]

    def answer(self, opened: OpenSet, request: Request) -> HttpResponseBase:
        opened.exceeds(0)  # whether the database answers at all, as long as that can be said
        name = file_name(opened, self.format)
        parts = self.write(opened) if request.method == "GET" else ()
        return streamed(parts, name=name, content_type=self.content_type)


@dataclass(frozen=True, slots=True)
class FileFormat(Format):
    """Written to a file without a name, and then sent. `check` refuses what can't be written."""

    check: Callable[[OpenSet], None]
    write: Callable[[OpenSet, Request, IO[bytes]], None]

    def answer(self, opened: OpenSet, request: Request) -> HttpResponseBase:
        self.check(opened)
        file = tempfile.TemporaryFile(prefix="siwei-")  # noqa: SIM115  (closed when it is sent)
        try:
            if request.method == "GET":
                self.write(opened, request, file)
        except BaseException:
            file.close()
            raise
        return as_file(file, name=file_name(opened, self.format), content_type=self.content_type)


def _check_xlsx(opened: OpenSet) -> None:
    from siwei.datasets.viewmodels.workbooks import MOST_ROWS, too_many_rows  # noqa: PLC0415

    if opened.exceeds(MOST_ROWS):
        raise _does_not_fit(too_many_rows())


def _write_xlsx(opened: OpenSet, request: Request, file: IO[bytes]) -> None:
    # Only for who wants such a file.
    from siwei.datasets.viewmodels.workbooks import DoesNotFit, write_xlsx  # noqa: PLC0415

    title = str(opened.data_set.title)
    try:
        write_xlsx(file, opened.columns, opened.rows(), title=title, notes=_about(opened, request))
    except DoesNotFit as reason:
        raise _does_not_fit(reason) from None


def _does_not_fit(reason: Exception) -> NotAcceptable:
    words = _("%(reason)s请用 csv、jsonl 或 parquet，或缩小范围。") % {"reason": reason}
    return NotAcceptable(words, code="does_not_fit")


def _check_parquet(opened: OpenSet) -> None:
    if find_spec("pyarrow") is None:
        raise NotAcceptable(_("此处没有安装 Parquet 的组件（pyarrow）；请用 csv 或 jsonl。"))


def _write_parquet(opened: OpenSet, request: Request, file: IO[bytes]) -> None:
    from siwei.datasets.viewmodels.parquet import write_parquet  # noqa: PLC0415

    about = {"title": str(opened.data_set.title), "notes": "\n".join(_about(opened, request))}
    write_parquet(file, opened.columns, opened.rows(), about=about)


def _about(opened: OpenSet, request: Request) -> list[str]:
    """Where it is from, of when it is, and what its numbers and times are in."""
    at = timezone.localtime(opened.moment.instant).strftime("%Y-%m-%d %H:%M")
    return [
        request.build_absolute_uri(),
        _("截至 %(moment)s 的内容。") % {"moment": at},
        *map(str, opened.data_set.notes),
        _("空单元格表示没有数值，不是零。时间为北京时间。"),
    ]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.format: one
        for one in (
            TextFormat("json", "application/json", lambda opened: as_json(opened.texts())),
            TextFormat("jsonl", "application/jsonl", lambda opened: as_jsonl(opened.texts())),
            TextFormat("csv", CSV_TYPE, lambda opened: as_csv(opened.columns, opened.rows())),
            FileFormat("xlsx", XLSX_TYPE, _check_xlsx, _write_xlsx),
            FileFormat("parquet", "application/vnd.apache.parquet", _check_parquet, _write_parquet),
        )
    }
)
