"""Finds and locks what a write is about, and refuses who may not write it."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from common.labels import label
from departments.people import person_of
from departments.rules.permissions import READ, Matter, may
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import PERMISSION, WayOn, next_state, open_for, way_on
from indicators.actuals.selectors.matters import matters, sent_back, with_submitter
from indicators.actuals.services.errors import NotAllowed, NotThere, Stale, WrongState
from indicators.actuals.wording import way_on_in_words
from indicators.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class Place:
    """What a write is about: the value's key, its indicator, its matter and its row, locked."""

    key: ActualKey
    indicator: Indicator
    matter: Matter
    actual: Actual | None


def find(key: ActualKey) -> Place:
    """Lock the row of `key`, if there is one, and gather what else a write needs.

    Raises `NotThere` for an unknown region or indicator, or a key that doesn't fit its
    indicator (a reduction has a base year, nothing else has one).
    """
    matter = matters([key]).get((key.region, key.indicator))
    indicator = (
        Indicator.objects.select_related("unit", "level_of").filter(code=key.indicator).first()
    )
    if matter is None or indicator is None:
        raise NotThere(_("没有这个行政区或指标：%s") % key)
    if indicator.is_reduction != (key.base_year is not None):
        raise NotThere(_("下降幅度的键要写基期年（2020-2025），其他指标不写：%s") % key)
    if key.base_year is not None and key.base_year >= key.year:
        raise NotThere(_("基期年必须早于目标年：%s") % key)
    actual = (
        Actual.objects.select_for_update(of=("self",))
        .filter(region=key.region, indicator=key.indicator, year=key.year, base_year=key.base_year)
        .first()
    )
    return Place(key, indicator, with_submitter(matter, actual), actual)


def admit(place: Place, action: Action, actor: User, seen_version: int | None) -> ActualState:
    """The state that `action` leads to, if `actor` may do it to what they saw.

    Raises `NotThere`, `NotAllowed`, `Stale` or `WrongState`, in this order.
    """
    person = person_of(actor)
    published = place.actual is not None and place.actual.published_at is not None
    if not may(person, READ, place.matter) and not published:
        raise NotThere(_("没有这个值，或您无权查看：%s") % place.key)
    if not may(person, PERMISSION[action], place.matter):
        raise NotAllowed(_refusal(action, actor, place))
    actual = place.actual
    stored = actual.version if actual else None
    if seen_version != stored:
        raise Stale(_stale_words(actual, seen_version), actual)
    state = ActualState(actual.state) if actual else None
    following = next_state(state, action)
    is_open = year_is_open(place.matter.lineage[-1], place.key.year)
    back = not is_open and actual is not None and actual.pk in sent_back([actual])
    if following is None:
        raise WrongState(_wrong_state_words(state, action, unlocked=is_open or back))
    if not open_for(action, year_is_open=is_open, sent_back=back):
        words = _("%s 年未开放填报") % place.key.year
        raise WrongState(_with(words, way_on(state, action, unlocked=False)))
    return following


def year_is_open(province: str, year: int) -> bool:
    """Whether the province has opened the year; one that nobody opened is closed."""
    return ReportingYear.objects.filter(province=province, year=year, is_open=True).exists()


def _refusal(action: Action, actor: User, place: Place) -> str:
    if place.matter.submitted_by == actor.pk and action in (Action.APPROVE, Action.RETURN):
        return _("不能审核自己提交的数值")
    return _("您没有%(action)s这个数值的权限") % {"action": label(action)}


def _wrong_state_words(state: ActualState | None, action: Action, *, unlocked: bool) -> str:
    if (state, action) == (ActualState.RETURNED, Action.SUBMIT):
        return _("“已退回”的数值要先修改（或在说明中写明理由）并保存，才能再次提交")
    words = _("“%(state)s”的数值不能%(action)s") % {
        "state": label(state) if state else _("未填"),
        "action": label(action),
    }
    return _with(words, way_on(state, action, unlocked=unlocked))


def _with(words: str, way: WayOn | None) -> str:
    if way is None:
        return words
    return _("%(refusal)s；%(advice)s") % {"refusal": words, "advice": way_on_in_words(way)}


def _stale_words(actual: Actual | None, seen_version: int | None) -> str:
    if actual is None:
        return _("这个数值还没有填报，或已不存在")
    if not seen_version:
        return _("这个数值已经填报过，现在是第 %d 版") % actual.version
    if seen_version > actual.version:
        return _("没有第 %(seen)d 版，现在是第 %(current)d 版") % {
            "seen": seen_version,
            "current": actual.version,
        }
    return _("您看到的是第 %(seen)d 版，现在已是第 %(current)d 版") % {
        "seen": seen_version,
        "current": actual.version,
    }
