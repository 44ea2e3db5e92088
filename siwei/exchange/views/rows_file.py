"""The rows of a batch as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.downloads import file_response
from common.labels import label
from common.sheets import XLSX_TYPE
from siwei.exchange.rules.kept import kinds_in, rows_at
from siwei.exchange.selectors.named import named_rows
from siwei.exchange.viewmodels.marked import as_marked_xlsx
from siwei.exchange.viewmodels.preview import listed
from siwei.exchange.viewmodels.rows_sheet import marks, rows_sheet
from siwei.exchange.views.batches import asked_kind, find_batch

# More rows would take longer than anybody waits: those that ask for something are first.
MOST = 5_000


@login_required
def import_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list of the page as a workbook, `?kind=` as there, with the faulty cells marked."""
    batch, kind = find_batch(request, pk), asked_kind(request)
    places = listed(kinds_in(batch.rows), kind)
    rows = [row for _place, row in rows_at(batch.rows, places[:MOST])]
    address = request.build_absolute_uri()
    notes = [
        _("文件：%s") % batch.name,
        _("批次 %d") % batch.pk,
        *([_("只列出“%s”的行。") % label(kind)] if kind else []),
        *([_left_out(len(places) - MOST)] if len(places) > MOST else []),
        _("红色：有错误；黄色：需说明或已锁定。鼠标停在单元格上，看原因。"),
        timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        address,
    ]

    def content() -> bytes:
        sheet = rows_sheet(rows, named_rows(rows), title=_("导入清单"), notes=notes)
        return as_marked_xlsx(sheet, marks(rows))

    name = f'attachment; filename="import-{batch.pk}.xlsx"'
    return file_response(request, content, XLSX_TYPE, name)


def _left_out(number: int) -> str:
    words = ngettext(
        "另有 %d 行没有列出：请按结果筛选后再下载。",
        "另有 %d 行没有列出：请按结果筛选后再下载。",
        number,
    )
    return words % number
