"""Forms in which an administrator keeps units and indicators that no file brings."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.plans.models import Indicator, Unit, UnitSpelling


class SpellingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = UnitSpelling
        fields = ("text", "unit", "in_plans")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if Unit.objects.filter(symbol=text).exists():
            raise ValidationError(_("“%s”本身就是一个单位的符号") % text)
        return text


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """Its model and columns are those of the administration that uses it."""

    def clean_level_of(self) -> Indicator | None:
        level: Indicator | None = self.cleaned_data["level_of"]
        if level is not None and level.is_reduction:
            raise ValidationError(_("“%s”自己是下降幅度，不是水平") % level.name)
        return level

    def clean_tolerance(self) -> Decimal | None:
        """A share of the target, as in a file: neither nothing nor all of it."""
        tolerance: Decimal | None = self.cleaned_data["tolerance"]
        if tolerance is not None and not 0 < tolerance < 1:
            raise ValidationError(_("容差是目标值的一部分，应大于 0、小于 1"))
        return tolerance

    def clean(self) -> dict[str, Any]:
        """No value is sensible that its unit doesn't allow."""
        cleaned = super().clean() or self.cleaned_data
        unit = cleaned.get("unit") or (self.instance.unit if self.instance.unit_id else None)
        largest = cleaned.get("largest")
        if unit is not None and None not in (largest, unit.highest) and largest > unit.highest:
            words = _("合理最大值超过了单位“%(unit)s”的最大可能值 %(highest)s")
            highest = format(unit.highest.normalize(), "f")
            self.add_error("largest", words % {"unit": unit.symbol, "highest": highest})
        smallest = cleaned.get("smallest")
        if smallest is not None and largest is not None and smallest > largest:
            self.add_error("smallest", _("合理最小值大于合理最大值"))
        if unit is not None:
            self._check_slips(unit, cleaned.get("slips") or ())
        return cleaned

    def _check_slips(self, own: Unit, slips: Iterable[Unit]) -> None:
        """Units that can be taken for the indicator's own: others that measure the same."""
        for one in slips:
            if one == own or one.dimension != own.dimension:
                words = _("“%(slip)s”不能误作“%(unit)s”：须是同一种量的另一个单位")
                self.add_error("slips", words % {"slip": one.symbol, "unit": own.symbol})


class PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """Parts are other indicators, in the unit of their whole."""
        super().clean()
        whole = self.instance.whole if self.instance.whole_id else None
        for form in self.forms:
            part = getattr(form, "cleaned_data", {}).get("part")
            if part is None or whole is None or form in self.deleted_forms:
                continue
            if part == whole:
                form.add_error("part", _("一个指标不能是它自己的分项"))
            elif part.unit_id != whole.unit_id:
                words = _("分项“%(part)s”的单位是“%(unit)s”，与总量的“%(whole)s”不同")
                form.add_error(
                    "part",
                    words % {"part": part.code, "unit": part.unit_id, "whole": whole.unit_id},
                )
