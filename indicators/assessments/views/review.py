"""The reviewer's queue."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.downloads import conditions, origin_of, table_response, whole
from common.filters import FilterSet
from common.language import local_name
from common.listing import PAGE, FilterForm, filter_form, filtered, page_of
from common.options import named
from common.records.rules.doors import BY_PAGE
from common.tables import Sheet
from departments.forms.after_login import login_keeps_form
from departments.people import actor_of, person_of
from departments.rules.permissions import REVIEW, Person, scope_of
from departments.rules.roles import RegionLevel
from departments.selectors import regions_in
from indicators.actuals.filters import QueueFilter
from indicators.actuals.forms.review import ReviewRequest, changes_of, left_over, read_request
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.names import names_of
from indicators.actuals.selectors.progress import YearProgress, year_progress
from indicators.actuals.selectors.review import (
    Waiting,
    choices,
    oldest_first,
    queue,
    values_at,
    waiting,
)
from indicators.actuals.services.writing import write
from indicators.actuals.views.reviewer import reviewer
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.selectors.after_approval import verdicts_after_approval
from indicators.assessments.viewmodels.decided import Decided, decided, troubles
from indicators.assessments.viewmodels.review import city_year, grouped, queue_parts, quietness
from indicators.assessments.viewmodels.review_sheets import review_sheets

SIZE = 50
# As many cities as stand below the queue: no province has more than twenty-one.
MOST_BELOW = 50
LEFT_OVER = "review_left_over"  # in the session: what was typed beside values not shown since


@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    reviewer(request)
    if request.method != "POST":
        before = request.session.pop(LEFT_OVER, "") if request.method == "GET" else ""
        return _page(request, read_request(QueryDict(before)) if before else None, Decided())
    review_request = read_request(request.POST)
    # Each value is decided for itself: one that is refused stops no other.
    outcomes = write(
        changes=changes_of(review_request),
        actor=actor_of(request.user),
        now=timezone.now(),
        door=BY_PAGE,
    )
    result = decided(review_request, outcomes)
    _say(request, review_request, result)
    if result.problems or not result.done:
        return _page(request, review_request, result)
    _keep(request, left_over(review_request, result.keys, reason=True))
    return redirect(_next(request, review_request, result))


def _page(
    request: HttpRequest, review_request: ReviewRequest | None, result: Decided
) -> HttpResponse:
    person = person_of(request.user)
    page, wanted = _listed(request, person)
    rows = waiting(user=request.user, page=page.object_list)
    shown = {row.key for row in rows}
    elsewhere = [one for one in result.current if str(one.key) not in shown]
    if review_request:
        _keep(request, left_over(review_request, [*result.keys, *(row.key for row in rows)]))
    refused = troubles(result, rows, values_at(result.stale), names_of(elsewhere))
    context = {
        "parts": queue_parts(rows, _after_approval(rows), review_request, refused),
        "troubles": refused,
        "reason": review_request.reason if review_request else "",
        "total": page.paginator.count,
        "page_obj": page,
        "demo": any(row.shows_demo for row in rows),
        "progress": _progress(person, wanted) if shows_progress_of(person) else None,
        "form": _form(person, wanted),
    }
    status = 409 if refused else 200
    return render(request, "assessments/review.html", context, status=status)


@login_required
def review_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everything that waits, as a file, and how far each city is."""
    person = reviewer(request)
    found, wanted = filtered(request, QueueFilter, queue(person))

    def sheets() -> list[Sheet]:
        rows, cut = whole(oldest_first(found))
        known = waiting(user=request.user, page=rows)
        shown = queue_parts(known, _after_approval(known))
        origin = origin_of(request, conditions(wanted, _form(person, wanted)), cut=cut)
        return review_sheets(shown, _progress(person, wanted), origin)

    return table_response(request, kind, "review", sheets)


def _after_approval(rows: Sequence[Waiting]) -> Mapping[ActualKey, Assessment]:
    """The verdicts that approval would give."""
    return verdicts_after_approval(
        [row.actual for row in rows],
        now=timezone.now(),
        last_over=timezone.localdate().year - 1,
    )


@login_required
def review_progress(request: HttpRequest) -> HttpResponse:
    """How far each city is, of a reviewer who has so many that the queue leads here."""
    person = reviewer(request)
    _found, wanted = filtered(request, QueueFilter, queue(person))
    return render(
        request, "assessments/review_progress.html", {"progress": _progress(person, wanted)}
    )


def shows_progress_of(person: Person) -> bool:
    """Whether how far each city is stands below the queue, and not on a page of its own."""
    cities = regions_in(scope_of(person, REVIEW)).filter(level=RegionLevel.CITY.value)
    return cities.count() <= MOST_BELOW


def _progress(person: Person, wanted: FilterSet) -> list[YearProgress]:
    scope, this_year = scope_of(person, REVIEW), timezone.localdate().year
    return year_progress(scope=scope, also=_year(wanted), this_year=this_year)


def _form(person: Person, wanted: FilterSet) -> FilterForm:
    offered = choices(person)
    return filter_form(
        wanted,
        {
            "region": named(offered.regions),
            "year": [(str(one), str(one)) for one in offered.years],
            "indicator": named(offered.indicators),
        },
    )


def _keep(request: HttpRequest, typed: str) -> None:
    """Keep a form until its values are shown: after a redirect, or on another page."""
    if kept := "&".join(filter(None, [request.session.pop(LEFT_OVER, ""), typed])):
        request.session[LEFT_OVER] = kept


def _listed(request: HttpRequest, person: Person) -> tuple[Page[Actual], FilterSet]:
    found, wanted = filtered(request, QueueFilter, queue(person))
    rows = oldest_first(found)
    if request.method != "POST":
        return page_of(request, rows, size=SIZE), wanted
    # What was decided meanwhile may have emptied the last page.
    return Paginator(rows, SIZE).get_page(request.GET.get(PAGE)), wanted


def _year(wanted: FilterSet) -> int | None:
    """The year that the filter names, if it names one."""
    years = wanted.form.cleaned_data.get("year") or []
    return years[0][0] if len(years) == 1 and years[0][0] == years[0][1] else None


def _say(request: HttpRequest, review_request: ReviewRequest, result: Decided) -> None:
    done, approved = len(result.done), review_request.action is Action.APPROVE
    if done == 1:
        words = _("已通过：%s，数值已发布。") if approved else _("已退回：%s。")
        [name] = names_of(result.done).values()
        messages.success(request, words % _named(result.done[0], name))
    elif done:
        words = (
            ngettext("已通过 %d 项，数值已发布。", "已通过 %d 项，数值已发布。", done)
            if approved
            else ngettext("已退回 %d 项。", "已退回 %d 项。", done)
        )
        messages.success(request, words % done)
    elif not result.problems:
        messages.warning(request, _("请先勾选要审核的数值，再按“通过”或“退回”。"))


def _named(actual: Actual, name: IndicatorName) -> str:
    return _("%(city)s %(year)s 年%(name)s") % {
        "city": local_name(actual.region),
        "year": actual.year,
        "name": local_name(name),
    }


def _next(request: HttpRequest, review_request: ReviewRequest, result: Decided) -> str:
    """The same page, at the first value of it that was not passed over; the first page where
    nothing of this one is left.

    Deciding the oldest value of a city moves the city down: what comes next is what comes next
    now, so that nothing is skipped.
    """
    page, _wanted = _listed(request, person_of(request.user))
    there = _as_shown(page.object_list, review_request)
    query, row = request.GET.copy(), ""
    if there and not set(review_request.shown) <= set(result.keys):
        shown = review_request.shown
        passed = shown[: shown.index(result.keys[-1])]
        row = "#row-" + next((key for key in there if key not in passed), there[-1])
        query[PAGE] = str(page.number)
    if not row or page.number == 1:
        query.pop(PAGE, None)
    return request.path + (f"?{query.urlencode()}" if query else "") + row


def _as_shown(rows: Iterable[Actual], review_request: ReviewRequest) -> list[str]:
    """The keys of the rows in the order of the page: those that were shown with warnings first, and
    of these and the others each city and year as it stands now."""
    asked = {key: typed.asked for key, typed in review_request.typed.items()}
    warned = review_request.warned
    found = sorted(rows, key=lambda one: quietness(asked.get(str(one.key), ())))
    groups = grouped(found, lambda one: (str(one.key) in warned, city_year(one)))
    return [str(one.key) for group in groups for one in group]
