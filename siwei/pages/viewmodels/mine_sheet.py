"""What waits for a person as a table of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.tables import Column, Sheet

if TYPE_CHECKING:
    from common.downloads import Origin
    from siwei.notifications.viewmodels import WaitingList


def waiting_sheet(waiting: WaitingList, address: str, origin: Origin) -> Sheet:
    """The most urgent first. `address`: that of the site, before the path of each page."""
    return Sheet(
        name=_("等我处理"),
        title=_("等我处理"),
        columns=[
            Column(_("紧迫程度")),
            Column(pgettext("due day", "期限")),
            Column(_("剩余时间")),
            Column(_("类别")),
            Column(_("事项")),
            Column(pgettext("how many", "数量")),
            Column(_("何人所说")),
            Column(_("内容")),
            Column(_("网址")),
        ],
        rows=[
            [
                label(group.urgency),
                one.due_on,
                one.lateness,
                label(one.kind),
                one.subject,
                one.count,
                one.said_by,
                one.said,
                f"{address}{one.path}",
            ]
            for group in waiting.groups
            for one in group.rows
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )
