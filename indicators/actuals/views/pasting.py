"""A table pasted into the grid: what it would change, filling it in, and taking that back.

These answer js/paste.js, which turns what stands on the clipboard into lines and cells.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.records.rules.doors import BY_PAGE
from departments.people import actor_of
from indicators.actuals.forms.entry import posted_row
from indicators.actuals.forms.pasting import PastedTable, pasted_table, proposed_rows
from indicators.actuals.forms.undoing import saved_versions
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.pasted import Placement, fill_down, place_table
from indicators.actuals.selectors.entry import Grid, after
from indicators.actuals.selectors.naming import KnownUnits, named_places, region_names
from indicators.actuals.services.undoing import undo
from indicators.actuals.services.writing import foresee
from indicators.actuals.viewmodels.entry import Results, lines, neighbours, result_of_undo
from indicators.actuals.viewmodels.pasting import preview
from indicators.actuals.views.grid import (
    entry_grid,
    grid_context,
    grid_findings,
    log_in_ran_out,
    past_of_rows,
    save_rows,
)

View = Callable[[HttpRequest, str, int], HttpResponse]


def for_script(view: View) -> View:
    """A view that js/paste.js asks: it answers a log-in that ran out and a table that can't be
    read in plain words, not with a page."""

    @login_not_required
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, code: str, year: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return log_in_ran_out()
        try:
            return view(request, code, year)
        except BadRequest as refusal:
            return HttpResponse(str(refusal), status=400, content_type="text/plain")

    return answer


@for_script
def entry_paste(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What a pasted table would change, row by row; nothing is written."""
    shown = entry_grid(request, code, year)
    pasted = pasted_table(request.POST)
    placement = _placement(shown, pasted)
    proposed = proposed_rows(shown.all_rows, request.POST, placement)
    foreseen = foresee(
        changes=[one.change for one in proposed],
        actor=actor_of(request.user),
        now=timezone.now(),
        facts=shown.known.facts,
        around=shown.known.around,
    )
    context = {"preview": preview(proposed, foreseen, placement, pasted), "grid": shown}
    return render(request, "actuals/_paste_preview.html", context)


@for_script
def entry_fill(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Save the rows of a preview that are ticked; the answer puts them into the page."""
    shown = entry_grid(request, code, year)
    taken = set(request.POST.getlist("take"))
    rows = [row for row in shown.all_rows if row.editable and str(row.key) in taken]
    before = grid_findings(shown)
    shown, results = save_rows(request, shown, [posted_row(row, request.POST) for row in rows])
    return _rows_answer(request, shown, results, before)


@for_script
def entry_undo(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take back saved versions of rows; the answer puts the rows into the page."""
    shown = entry_grid(request, code, year)
    wanted = saved_versions(request.POST.getlist("undo"))
    actuals = {row.key: row.actual for row in shown.all_rows if row.actual is not None}
    saved = {key: number for key, number in wanted.items() if key in actuals}
    now = timezone.now()
    outcomes = undo(
        saved=saved,
        actuals=actuals,
        actor=actor_of(request.user),
        now=now,
        door=BY_PAGE,
        facts=shown.known.facts,
        around=shown.known.around,
    )
    before = grid_findings(shown)
    shown = after(shown, [one.actual for one in outcomes if one.actual is not None])
    stored = {row.key: row.actual for row in shown.all_rows}
    results = {str(one.key): result_of_undo(one, stored[one.key], now=now) for one in outcomes}
    return _rows_answer(request, shown, Results(results), before, undone=True)


def _placement(shown: Grid, pasted: PastedTable) -> Placement:
    places = named_places(shown)
    if pasted.fills and pasted.first is not None:
        return fill_down(
            places,
            first=pasted.first,
            column=pasted.column,
            text=pasted.text,
            shown=pasted.shown,
        )
    return place_table(
        pasted.table,
        places,
        year=shown.year,
        first=pasted.first,
        column=pasted.column,
        shown=pasted.shown,
        is_unit=KnownUnits().__contains__,
        regions=region_names(shown.region),
    )


def _rows_answer(
    request: HttpRequest,
    shown: Grid,
    results: Results,
    before: Mapping[str, list[Finding]],
    *,
    undone: bool = False,
) -> HttpResponse:
    """What came of many rows at once, the rows themselves, and what the checks say of others now.

    `before`: what they said before.
    """
    rows = [row for row in shown.all_rows if str(row.key) in results.by_key]
    context = grid_context(shown) | {
        "lines": lines(
            rows,
            results,
            around=shown.known.around,
            past=past_of_rows(rows),
            today=timezone.localdate(),
        ),
        "neighbours": neighbours(before, grid_findings(shown), but=results.by_key),
        "results": results,
        "undone": undone,
    }
    return render(request, "actuals/_entry_rows.html", context)
