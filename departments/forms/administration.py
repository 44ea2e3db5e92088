"""The forms in which an administrator keeps regions and memberships: what is wrong, in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from common.labels import label
from common.numbers import is_digits
from departments.models import Department, Membership, Region, RegionSuccession
from departments.rules.regions import Misplaced, RegionPlace, levels_above, misplaced
from departments.rules.roles import RegionLevel, Role, SuccessionKind
from departments.rules.successions import Succession, SuccessionRegion, succession_fault
from departments.selectors import bearing, is_machine
from departments.wording import succession_refusal


class RegionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Region
        fields = ("code", "name", "name_en", "level", "parent", "valid_from", "valid_to")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if len(code) != 6 or not is_digits(code):
            raise forms.ValidationError(_("行政区划代码是 6 位数字（GB/T 2260），如 140300"))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and end and first >= end:
            self.add_error("valid_to", _("撤销日期不晚于设立日期"))
        level, parent = cleaned.get("level"), cleaned.get("parent")
        if level is None or self.errors.keys() & {"code", "parent"}:
            return cleaned
        place = RegionPlace(cleaned.get("code", self.instance.code), RegionLevel(level))
        if wrong := misplaced(place, parent.place if parent else None):
            self.add_error("parent", _why(wrong, place, parent))
        return cleaned


class SuccessionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = RegionSuccession
        fields = ("predecessor", "successor", "kind", "on", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        before, after = cleaned.get("predecessor"), cleaned.get("successor")
        kind, on = cleaned.get("kind"), cleaned.get("on")
        if not (before and after and kind and on):
            return cleaned
        one = Succession(before.code, after.code, SuccessionKind(kind), on)
        others = [row.rule for row in RegionSuccession.objects.exclude(pk=self.instance.pk)]
        if fault := succession_fault(one, _seen(before), _seen(after), others):
            self.add_error(None, succession_refusal(fault))
        return cleaned


def _seen(region: Region) -> SuccessionRegion:
    return SuccessionRegion(RegionLevel(region.level), region.validity)


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Department
        fields = ("region", "name", "function", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        region = cleaned.get("region")
        code = self.instance.region_id if region is None else region.code
        if refusal := _taken(cleaned.get("name"), code, self.instance.pk):
            self.add_error("name", refusal)
        return cleaned


class AliasFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """What another department of the region is called would lead to two."""
        super().clean()
        department: Department = self.instance
        for form in self.forms:
            if form in self.deleted_forms or form.errors:
                continue
            name = form.cleaned_data.get("name")
            if refusal := _taken(name, department.region_id, department.pk):
                form.add_error("name", refusal)


def _taken(name: str | None, region: str, department: int | None) -> str:
    """Why a department can't be called `name`; empty where no other of its region is."""
    other = bearing(name, region, but=department) if name and region else None
    if other is None:
        return ""
    words = _("“%(name)s”已是%(department)s的名称或别名")
    return words % {"name": name, "department": other.full_name}


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Membership
        fields = ("role", "region", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)
        department.label_from_instance = with_region  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role, region = cleaned.get("role"), cleaned.get("region")
        department = cleaned.get("department")
        if role == Role.EDITOR and department is None and "department" not in self.errors:
            self.add_error("department", _("填报人员必须属于一个部门"))
        if role == Role.REVIEWER and region is not None and region.level != RegionLevel.PROVINCE:
            self.add_error("region", _("审核人员属于省，不属于%s") % region.name)
        if department is not None and region is not None and department.region_id != region.code:
            words = _("%(department)s属于%(its)s，不属于%(region)s")
            self.add_error(
                "department",
                words
                % {
                    "department": department.name,
                    "its": department.region.name,
                    "region": region.name,
                },
            )
        return cleaned


class MembershipFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """The same membership twice; the database would refuse it, but not in words."""
        super().clean()
        seen = set()
        for form in self.forms:
            if not form.has_changed() and form.instance.pk is None:
                continue
            if form in self.deleted_forms or form.errors:
                continue
            one = tuple(form.cleaned_data.get(name) for name in ("role", "region", "department"))
            if one in seen:
                form.add_error(None, _("这一成员资格重复"))
            seen.add(one)
            if one[0] == Role.REVIEWER and self._is_of_a_machine():
                form.add_error("role", _("程序账号不能审核：审核由人负责"))

    def _is_of_a_machine(self) -> bool:
        """As it is, or (of a new account) as the form above says."""
        said = bool(self.data.get("is_machine"))
        return said or (self.instance.pk is not None and is_machine(self.instance))


def with_region(department: Department) -> str:
    """`阳泉市水利局`: the name alone is the same in every city."""
    return department.full_name


def _why(wrong: Misplaced, place: RegionPlace, parent: Region | None) -> str:
    if wrong is Misplaced.NOT_BELOW:
        return _("省级行政区没有上级")
    if parent is None or wrong is Misplaced.WRONG_LEVEL:
        levels = "/".join(label(level) for level in levels_above(place.level))
        words = _("%(level)s的上级必须是%(above)s")
        return words % {"level": label(place.level), "above": levels}
    words = _("%(parent)s的下级代码以 %(digits)s 开头，%(code)s 不是")
    return words % {
        "parent": parent.name,
        "digits": parent.place.beginning(place.level),
        "code": place.code,
    }
