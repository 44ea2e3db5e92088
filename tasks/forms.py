"""The form by which somebody says something about a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from common.labels import options
from common.numbers import whole_number
from common.options import Options
from common.records.rules.files import ENDINGS
from common.refusals import Refused
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft

ITEM, MILESTONE = "item", "milestone"
# Which fields a kind has beside its words.
_FIELDS = {
    StatementKind.REPORT: ("department", "part", "state", "percent", "next_step", "file"),
    StatementKind.COMMENT: ("department", "part"),
    StatementKind.QUESTION: ("department", "part"),
    StatementKind.URGING: ("department", "part"),
    StatementKind.ANSWER: ("file",),
    StatementKind.EXTENSION: ("department", "part", "until"),
}
# Where the form shows what the service finds wrong with a field of the draft.
_SHOWN_AT = {ITEM: "part", MILESTONE: "part"}


@dataclass(frozen=True, slots=True)
class SayChoices:
    """What the form offers: departments by pk, and parts of the task as `item:2`, `milestone:1`
    (empty: the whole task)."""

    departments: Options
    parts: Options


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or ()]


class SayForm(forms.Form):
    """What is said; the kind says which fields the form has."""

    department = forms.ChoiceField(label=gettext_lazy("部门"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("关于"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("进度"), widget=forms.RadioSelect, required=False)
    percent = forms.IntegerField(
        label=gettext_lazy("完成比例（%）"),
        help_text=gettext_lazy("0 至 100；说不清的不填。"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": 100}),
    )
    until = forms.DateField(
        label=gettext_lazy("申请延期至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=gettext_lazy("内容"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    next_step = forms.CharField(
        label=gettext_lazy("下一步"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = ManyFilesField(
        label=gettext_lazy("佐证材料"),
        required=False,
        allow_empty_file=True,  # the service says what is wrong with it
        widget=ManyFilesInput(attrs={"accept": ",".join(f".{one}" for one in ENDINGS)}),
    )

    def __init__(self, *args: Any, kind: StatementKind, choices: SayChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        wanted = ("text", *_FIELDS.get(kind, ()))
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        self._offer("department", choices.departments)
        self._offer("part", choices.parts)
        self._offer("state", options(WorkState))
        # Nobody is asked to choose where there is one thing to choose.
        if len(choices.departments) == 1 and "department" in self.fields:
            self.fields["department"].widget = forms.HiddenInput()
            self.fields["department"].initial = choices.departments[0][0]

    def _offer(self, name: str, offered: Options) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = offered

    def draft(self, *, plan: str, task: str, about: int | None) -> Draft:
        """What the valid form says."""
        said = self.cleaned_data
        part, _colon, number = (said.get("part") or "").partition(":")
        return Draft(
            self.kind,
            plan,
            task,
            said["text"],
            item=whole_number(number) if part == ITEM else None,
            milestone=whole_number(number) if part == MILESTONE else None,
            department=whole_number(said.get("department") or ""),
            state=WorkState(said["state"]) if said.get("state") else None,
            percent=said.get("percent"),
            next_step=said.get("next_step", ""),
            until=said.get("until"),
            about=about,
        )

    @property
    def uploads(self) -> Sequence["UploadedFile[bytes]"]:
        files: list[UploadedFile[bytes]] = self.cleaned_data.get("file") or []
        return files

    def refuse(self, refusal: Refused) -> None:
        """Show why the service refused it, at the fields that it names."""
        for fault in refusal.faults:
            name = _SHOWN_AT.get(fault.field, fault.field)
            self.add_error(name if name in self.fields else None, fault.message)
        if not refusal.faults:
            self.add_error(None, refusal.message)
