"""The grid as the views on it share it: who sees it, what is saved in it, what is said of it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.records.rules.doors import BY_PAGE
from departments.models import Region
from departments.people import actor_of, ancestors_of, person_of
from departments.rules.permissions import READ, Subject, may
from departments.rules.successions import not_reported
from departments.selectors import lineage, with_parents
from departments.wording import not_reported_refusal
from indicators.actuals.forms.entry import STATUSES, Posted, key_in
from indicators.actuals.rules.findings import Finding
from indicators.actuals.selectors.country import country
from indicators.actuals.selectors.entry import EntryRow, Grid, after, grid
from indicators.actuals.selectors.history import Past, past_of
from indicators.actuals.services.faults import year_fault
from indicators.actuals.services.writing import write
from indicators.actuals.viewmodels.entry import Results, findings_by_row, result_of

# No catalogue has as many indicators; an address can name any number.
MOST_ADDED = 500


def log_in_ran_out() -> HttpResponse:
    """What a script is told where a page would lead to the log-in: plain words (401)."""
    return HttpResponse(_("登录已过期，请重新登录。"), status=401, content_type="text/plain")


def entry_grid(request: HttpRequest, code: str, year: int, *, cited: bool = True) -> Grid:
    """The grid that this person may see. Raises `Http404` or `PermissionDenied` with words."""
    region, known = readable_region(request, code), country()
    if fault := year_fault(year, now=timezone.now()):
        raise Http404(fault.message)
    if why := not_reported(code, year, region.validity, known.lineage):
        raise Http404(not_reported_refusal(why, code, year, region.validity, known.lineage))
    return grid(
        region=region,
        year=year,
        person=person_of(request.user),
        cited=cited,
        added=_added(request, code, year),
        known=known,
    )


def _added(request: HttpRequest, code: str, year: int) -> set[str]:
    """The indicators that the address adds to the grid, or that a form of it already has."""
    keys = (name.partition(":")[2] for name in request.POST if name.startswith("value:"))
    found = {key.indicator for text in keys if (key := key_in(text, region=code, year=year))}
    wanted = {*request.GET.getlist("add"), *found}
    return set(sorted(wanted)[:MOST_ADDED])


def code_in_year(request: HttpRequest, code: str, year: int) -> str:
    """The code under which the region's values of `year` are entered, where it is another one;
    empty where it isn't. What became of memberships is said on the way: they stay where they are.
    """
    other = lineage().in_year(code, year)
    if other == code:
        return ""
    words = _(
        "行政区 %(code)s 更名或变更了代码，%(year)d 年的数值在 %(other)s 下填报。"
        "填报权限不随之转移；没有 %(other)s 的权限，请联系系统管理员。"
    )
    messages.info(request, words % {"code": code, "year": year, "other": other})
    return other


def readable_region(request: HttpRequest, code: str) -> Region:
    """The region, for who may read its working values."""
    region = with_parents(Region.objects.filter(code=code)).first()
    if region is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    if not may(person_of(request.user), READ, Subject(ancestors_of(region))):
        raise PermissionDenied(_("您没有查看%s填报的权限。") % region.name)
    return region


def save_rows(request: HttpRequest, shown: Grid, posted: Sequence[Posted]) -> tuple[Grid, Results]:
    """Save what was typed, each row for itself; the grid as it is then, and what came of each."""
    now = timezone.now()
    changes = [one.change for one in posted if one.change is not None]
    facts, around = shown.known.facts, shown.known.around
    actor = actor_of(request.user)
    outcomes = write(
        changes=changes, actor=actor, now=now, door=BY_PAGE, facts=facts, around=around
    )
    by_key = {outcome.key: outcome for outcome in outcomes}
    results = {str(one.key): result_of(one, by_key.get(one.key), now=now) for one in posted}
    stored = (one.refusal.current if one.refusal else one.actual for one in outcomes)
    return after(shown, [one for one in stored if one is not None]), Results(results)


def past_of_rows(rows: Sequence[EntryRow]) -> Mapping[int, Past]:
    return past_of(row.actual for row in rows if row.actual)


def grid_context(shown: Grid) -> dict[str, object]:
    return {"grid": shown, "statuses": STATUSES}


def grid_findings(shown: Grid) -> dict[str, list[Finding]]:
    around, today = shown.known.around, timezone.localdate()
    return findings_by_row(shown.all_rows, around=around, today=today)
