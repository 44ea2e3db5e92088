"""System checks: can the maps be shown that provinces have of their own?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from siwei.loading.maps import APPROVAL, read_map
from siwei.loading.problems import FixtureError

_PROVINCE = re.compile(r"\d{2}0000", re.ASCII)


@register()
def maps_can_be_shown(**kwargs: Any) -> list[CheckMessage]:
    """A folder that is missing is an error. A file that is wrong is a warning: its province keeps
    its tiles, and no command has to wait for it."""
    if not settings.MAPS:
        return []
    folder = Path(settings.MAPS)
    if not folder.is_dir():
        return [Error(_("SIWEI_MAPS：没有文件夹“%s”。") % folder, id="siwei.E001")]
    return [one for file in sorted(folder.glob("*.svg")) for one in _faults(file)]


def _faults(file: Path) -> Iterator[CheckMessage]:
    if not _PROVINCE.fullmatch(file.stem):
        words = _("SIWEI_MAPS：“%s”不会用到：文件名应为省级代码，如 140000.svg。")
        yield Warning(words % file.name, id="siwei.W001")
        return
    try:
        read = read_map(file.parent, file.stem)
    except FixtureError as error:
        hint = _("改正之前，该省页面仍用方块图。")
        yield Warning(f"SIWEI_MAPS: {error}", hint=hint, id="siwei.W002")
        return
    if read and not read.approval:
        words = _("SIWEI_MAPS：“%s”没有审图号。")
        hint = _("公开的地图须注明审图号：写在 id 为 %s 的 text 里。") % APPROVAL
        yield Warning(words % file.name, hint=hint, id="siwei.W003")
