"""The state of a comparison, as its address carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.as_of import as_of_field
from common.filters import CodeListField
from common.listing import PAGE, BadFilterError, Wrong
from common.moments import AS_OF
from common.ordering import ORDERING, OrderingField
from common.sorting import Order
from departments.models import Region
from departments.rules.roles import RegionLevel
from departments.selectors import lineage
from indicators.assessments.rules.enums import COMPARED_COLUMNS
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Direction

# Years outside this range are refused as typing errors.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class View(StrEnum):
    """What the chart of a comparison shows: all years, the values of one, what is asked a year, or
    how much of the year's limits is used."""

    TRAJECTORY = "trajectory"
    RANKING = "ranking"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared. Without regions it is every city that promises the indicator."""

    indicator: Indicator
    regions: tuple[str, ...]
    year: int
    view: View
    as_of: str = ""
    ordering: tuple[Order, ...] = ()

    @property
    def query(self) -> str:
        """The address that means this state."""
        address = QueryDict(mutable=True)
        address["indicator"] = self.indicator.code
        address.setlist("region", list(self.regions))
        address["year"] = str(self.year)
        address["view"] = self.view.value
        if self.ordering:
            address[ORDERING] = ",".join(map(str, self.ordering))
        if self.as_of:
            address[AS_OF] = self.as_of
        return address.urlencode()

    @property
    def scope(self) -> QuerySet[PlanIndicator]:
        """The promises of these regions, or of all cities; as the API chooses them."""
        if self.regions:
            return PlanIndicator.objects.filter(region__in=lineage().all_of(self.regions))
        return PlanIndicator.objects.filter(region__level=RegionLevel.CITY.value)


def first_view(indicator: Indicator) -> View:
    """What is shown unless another view is asked for: amounts by their share of the limit, as the
    amounts themselves only say how large a city is."""
    judged = indicator.direction != Direction.NONE
    return View.SHARE if judged and indicator.goes_by_size else View.RANKING


class CompareForm(forms.Form):
    """Refuses in words what isn't known: an indicator, a region, a year, a view."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.select_related("unit"),
        label=gettext_lazy("指标"),
        error_messages={"invalid_choice": gettext_lazy("指标目录里没有“%(value)s”。")},
    )
    region = CodeListField(
        known=Region.objects.all, key="code", required=False, label=gettext_lazy("城市")
    )
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label=gettext_lazy("年份"))
    view = forms.ChoiceField(
        choices=[(view.value, view.value) for view in View],
        required=False,
        label=gettext_lazy("图表"),
        error_messages={"invalid_choice": gettext_lazy("没有“%(value)s”这种图。")},
    )
    ordering = OrderingField(COMPARED_COLUMNS, required=False, label=gettext_lazy("排序"))
    as_of = as_of_field()


def wanted(address: QueryDict, *, default: Mapping[str, str]) -> Wanted:
    """The comparison that an address asks for; what it leaves out is as in `default`.

    Raises `BadFilterError` that names every part which can't be understood.
    """
    data = QueryDict(mutable=True)
    data.update(default)
    for name in address:
        data.setlist(name, address.getlist(name))
    form = CompareForm(data)
    unknown = [name for name in address if name != PAGE and name not in form.fields]
    wrong = [
        Wrong(name, str(form.fields[name].label), message)
        for name, messages in form.errors.items()
        for message in map(str, messages)
    ]
    wrong += [Wrong(name, "", _("比较页没有这个条件。")) for name in unknown]
    wrong += [
        Wrong(name, str(form.fields[name].label), _("只能有一个值。"))
        for name in ("indicator", "year", "view", AS_OF)
        if len(address.getlist(name)) > 1
    ]
    if wrong:
        raise BadFilterError(wrong)
    found = form.cleaned_data
    return Wanted(
        indicator=found["indicator"],
        regions=_of_today(found["region"]),
        year=found["year"],
        view=View(found["view"] or first_view(found["indicator"])),
        as_of=found[AS_OF].asked if found[AS_OF] else "",
        ordering=tuple(found[ORDERING]),
    )


def _of_today(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that these regions have today, each once. No query for none."""
    if not codes:
        return ()
    known = lineage()
    return tuple(dict.fromkeys(known.current(code) for code in codes))
