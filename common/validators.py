"""Checks of form fields that several subjects share."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.signs import Spoilt, is_blank, spoilt


def check_text(text: str) -> None:
    """Raise `ValidationError` where a text shows nothing, or has characters that spoil it."""
    why = spoilt(text)
    if why is Spoilt.CONTROL:
        raise ValidationError(_("含有不可见的控制字符，请删去后再试"), code=why.value)
    if why is Spoilt.TURNING:
        raise ValidationError(_("含有改变文字方向的不可见字符，请删去后再试"), code=why.value)
    if is_blank(text):
        raise ValidationError(_("只有看不见的字符，请填写看得见的文字"), code="blank")
