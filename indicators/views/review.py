"""The reviewer's queue."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from departments.forms.kept import login_keeps_form
from departments.people import actor_of, person_of
from departments.rules.permissions import Person
from indicators.filters import QueueFilter
from indicators.forms.review import Decided, Wish, decide_each, read_wish
from indicators.presentation.options import named
from indicators.presentation.review import cities, troubles
from indicators.rules.words import Action
from indicators.selectors.progress import progress
from indicators.selectors.review import choices, oldest_first, queue, reviewed_regions, waiting
from indicators.selectors.years import year_in_hand
from siwei.lib.filters import FilterSet
from siwei.lib.listing import PAGE, filter_form, filtered, page_of

SIZE = 50


@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    reviewer(request)
    if request.method != "POST":
        return _page(request, None, Decided())
    wish = read_wish(request.POST)
    decided = decide_each(wish, actor=actor_of(request.user), now=timezone.now())
    _say(request, wish, decided)
    if decided.problems or not decided.done:
        return _page(request, wish, decided)
    return redirect(_next(request, wish, decided))


def reviewer(request: HttpRequest) -> Person:
    """Who asks. Raises `PermissionDenied` with words where they review nothing."""
    person = person_of(request.user)
    if not reviewed_regions(person):
        raise PermissionDenied(_("只有审核人员可以打开审核页面。"))
    return person


def _page(request: HttpRequest, wish: Wish | None, decided: Decided) -> HttpResponse:
    person = person_of(request.user)
    found, wanted = filtered(request, QueueFilter, queue(person))
    if request.method != "POST":
        page = page_of(request, oldest_first(found), size=SIZE)
    else:  # what was decided meanwhile may have emptied the last page
        page = Paginator(oldest_first(found), SIZE).get_page(request.GET.get(PAGE))
    rows = waiting(user=request.user, page=page.object_list)
    refused = troubles(decided, rows)
    offered = choices(person)
    year = _year(wanted) or year_in_hand(
        reviewed_regions(person), this_year=timezone.localdate().year
    )
    context = {
        "cities": cities(rows, wish, refused),
        "troubles": refused,
        "reason": wish.reason if wish else "",
        "total": page.paginator.count,
        "page_obj": page,
        "year": year,
        "demo": any(row.shows_demo for row in rows),
        "progress": progress(regions=reviewed_regions(person), year=year),
        "form": filter_form(
            wanted,
            {
                "region": named(offered.regions),
                "year": [(str(one), str(one)) for one in offered.years],
                "indicator": named(offered.indicators),
            },
        ),
    }
    status = 409 if refused else 200
    return render(request, "indicators/review.html", context, status=status)


def _year(wanted: FilterSet) -> int | None:
    """The year that the filter names, if it names one."""
    years = wanted.form.cleaned_data.get("year") or []
    return years[0][0] if len(years) == 1 and years[0][0] == years[0][1] else None


def _say(request: HttpRequest, wish: Wish, decided: Decided) -> None:
    done = len(decided.done)
    if done:
        words = (
            ngettext("已通过 %d 项，数值已发布。", "已通过 %d 项，数值已发布。", done)
            if wish.action is Action.APPROVE
            else ngettext("已退回 %d 项。", "已退回 %d 项。", done)
        )
        messages.success(request, words % done)
    elif not decided.problems:
        messages.warning(request, _("请先勾选要审核的数值，再按“通过”或“退回”。"))


def _next(request: HttpRequest, wish: Wish, decided: Decided) -> str:
    """The same page, at the value after the last one decided; the first page where none is left."""
    left = [key for key in wish.shown if key not in decided.done]
    query = request.GET.copy()
    if not left:
        query.pop(PAGE, None)
        return f"{request.path}?{query.urlencode()}" if query else request.path
    last = wish.shown.index(decided.done[-1])
    following = next((key for key in wish.shown[last:] if key in left), left[-1])
    return f"{request.get_full_path()}#row-{following}"
