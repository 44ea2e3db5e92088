"""The form by which a file is sent."""

from django import forms
from django.utils.translation import gettext_lazy

# What a file input offers to choose; what is really in a file its reader finds out.
_ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".csv")


class UploadForm(forms.Form):
    """One file. What is in it is for its reader to say, also where there is nothing."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        max_length=200,
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("请先选择文件。"),
            "max_length": gettext_lazy("文件名太长，请改短后再上传。"),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(_ENDINGS)}),
    )
