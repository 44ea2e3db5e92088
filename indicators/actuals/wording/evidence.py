"""What is said after a file was to be added to values."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def attached_words(number: int, name: str, *, sent_as: str | None = None) -> str:
    """To how many values the file was added, and under which ending where its own didn't agree
    with what is in it."""
    words = _("已添加佐证材料“%(name)s”。") % {"name": name}
    if number > 1:
        many = ngettext(
            "已为 %(number)d 个数值添加佐证材料“%(name)s”。",
            "已为 %(number)d 个数值添加佐证材料“%(name)s”。",
            number,
        )
        words = many % {"number": number, "name": name}
    if sent_as is None or _ending(sent_as) == _ending(name):
        return words
    return words + _("扩展名与文件的实际内容不符，已按内容改正。")


def attach_not_yet(*, has_file: bool, has_rows: bool) -> str:
    """What is still missing before a file can be added to several rows."""
    if not has_rows:
        return _("没有添加佐证材料：请先勾选要证明的行，再选择文件。")
    if not has_file:
        return _("没有添加佐证材料：请先选择文件。")
    return _("没有添加佐证材料：请先改正没有保存的行，再选择文件。")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
