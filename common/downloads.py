"""The table of a page as a file: what it is called, where it comes from, and the answer.

A page at `…/` has its table at `…/table.xlsx` and `…/table.csv` (`common.routes.table`); what the
address asks for after the question mark is the same. The file holds the whole result, where the
page shows a part of it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from common.as_of import moment_of
from common.filters import FilterSet
from common.listing import PARTS, FilterForm, FormField, filter_form
from common.moments import AS_OF
from common.ordering import ORDERING
from common.sheets import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from common.tables import Sheet

R = TypeVar("R")
# A workbook of so many rows takes a worker ten seconds.
MOST_ROWS = 30_000
TABLE = "table."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from, for its notes: the page's `address`, what its filter asks for in
    words, and up to when everything is known. `cut`: so many rows are in the file, and more are
    found; 0 where it holds all."""

    address: str
    conditions: Sequence[str]
    at: datetime
    cut: int = 0

    @property
    def notes(self) -> list[str]:
        """The last notes of a table."""
        moment = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        cut = _("只有前 %(number)d 行；请缩小范围，分几次导出。") % {"number": self.cut}
        return [
            *([cut] if self.cut else []),
            *self.conditions,
            _("截至 %(moment)s 的内容。") % {"moment": moment},
            self.address,
        ]


def origin_of(request: HttpRequest, conditions: Sequence[str] = (), *, cut: int = 0) -> Origin:
    """Where the table comes from that is asked for beside its page."""
    path = request.path.rpartition(TABLE)[0]
    query = table_query(request)
    address = request.build_absolute_uri(f"{path}?{query}" if query else path)
    return Origin(address, conditions, moment_of(request).instant, cut)


def table_query(request: HttpRequest) -> str:
    """What the address asks for, without which part of it a page shows."""
    wanted = request.GET.copy()
    for name in PARTS:
        wanted.pop(name, None)
    return wanted.urlencode()


def conditions(wanted: FilterSet, form: FilterForm, *, but: Collection[str] = ()) -> list[str]:
    """What the filter of a page asks for, a line for each condition `but` these: those of its
    `form`, and what its address asks for beside."""
    shown = [field for field in form.fields if field.name not in but]
    known = {*(field.name for field in form.fields), *but, AS_OF, ORDERING, "search"}
    beside = {name: () for name in wanted.filters if name not in known}
    shown += [field for field in filter_form(wanted, beside).fields if field.name in beside]
    return [
        _("%(name)s：%(value)s") % {"name": field.label, "value": value}
        for field in shown
        if (value := _chosen(field))
    ]


def whole(rows: "QuerySet[Any, R]") -> tuple[list[R], int]:
    """The rows of a file, and how many they are where there are more than it holds."""
    found = list(rows[: MOST_ROWS + 1])
    return found[:MOST_ROWS], MOST_ROWS if len(found) > MOST_ROWS else 0


def table_response(
    request: HttpRequest, kind: str, name: str, sheets: Callable[[], Iterable[Sheet]]
) -> HttpResponseBase:
    """The file `name`, of the `kind` xlsx, with every sheet, or csv, with the first one.

    `sheets` reads what the file holds: it isn't called for who asks for the headers alone.
    """

    def content() -> bytes:
        made = list(sheets())
        return as_csv(made[0]) if kind == "csv" else as_xlsx(*made)

    disposition = f'attachment; filename="siwei-{name}.{kind}"'
    return file_response(request, content, CSV_TYPE if kind == "csv" else XLSX_TYPE, disposition)


def file_response(
    request: HttpRequest, content: Callable[[], bytes], content_type: str, disposition: str
) -> HttpResponseBase:
    """A file that is made for its reader. A HEAD has its headers, but for the length, and nothing
    is made."""
    if request.method == "HEAD":
        return file_head(content_type, disposition)
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content(), content_type=content_type, headers=headers)


def file_head(content_type: str, disposition: str) -> HttpResponseBase:
    """What a HEAD of such a file is told."""
    # Streamed, as any other answer gets the length of its body, 0.
    headers = {"Content-Disposition": disposition}
    return StreamingHttpResponse((), content_type=content_type, headers=headers)


def _chosen(field: FormField) -> str:
    """The label of the option that is chosen, or the words that were typed."""
    if not field.options:
        return field.value
    return next((one.label for one in field.options if one.selected and one.value), "")
