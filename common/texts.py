"""What is wrong with a text that somebody typed, in words."""

from django.utils.translation import gettext as _

from common.signs import Spoilt, spoilt

# Texts are kept forever, so they are limited to about a page.
LONGEST = 5000


def text_fault(text: str, *, name: str, limit: int = LONGEST) -> tuple[str, str] | None:
    """The code and the sentence of what is wrong with `text`, which is called `name`; None where
    nothing is: characters that can't be taken, or too many of them."""
    words = {"name": name, "limit": limit}
    if (why := spoilt(text)) is not None:
        message = {
            Spoilt.CONTROL: _("%(name)s含有不可见的控制字符，请删去后再试"),
            Spoilt.TURNING: _("%(name)s含有改变文字方向的不可见字符，请删去后再试"),
        }[why]
        return why.value, message % words
    if len(text) > limit:
        return "too_long", _("%(name)s最多 %(limit)d 个字") % words
    return None
