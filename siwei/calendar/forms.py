"""The form of a new feed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.models import Department, Region
from departments.rules.permissions import Person
from siwei.calendar.selectors.feeds import readable_departments, readable_regions


class FeedForm(forms.Form):
    """A region, a department, or neither: one's own work. Only what `person` may read is known."""

    region: "forms.ModelChoiceField[Region]" = forms.ModelChoiceField(
        queryset=None, required=False, to_field_name="code", label=_("行政区")
    )
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(
        queryset=None, required=False, label=_("部门")
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        region, department = self.fields["region"], self.fields["department"]
        assert isinstance(region, forms.ModelChoiceField)
        assert isinstance(department, forms.ModelChoiceField)
        region.queryset = readable_regions(person)
        department.queryset = readable_departments(person)
        for field in (region, department):
            field.error_messages["invalid_choice"] = _("您没有查看它的权限，或者没有它。")

    def clean(self) -> dict[str, Any]:
        """A department says where it is; the region was only the way to it."""
        found = super().clean() or {}
        if found.get("department"):
            found["region"] = None
        return found
