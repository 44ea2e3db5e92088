"""One chart by itself: as a picture, as numbers, and as a page that others show in a frame."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import simplejson
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.addresses import base_url
from common.as_of import moment_of, shows_the_past
from common.asked_language import says_its_language
from common.csp import framed
from common.downloads import Origin, file_response
from common.listing import filtered
from common.middleware import status_of
from common.pictures import PNG_TYPE, SVG_TYPE, as_png, draws_chinese
from common.sheets import CSV_TYPE, as_csv
from indicators.assessments.charts import svg
from indicators.assessments.charts.palette import FONTS
from indicators.assessments.filters import IndicatorPageFilter
from indicators.assessments.forms import View
from indicators.assessments.viewmodels.chart import Chart
from indicators.assessments.viewmodels.chart_files import chart_data, chart_sheet
from indicators.assessments.viewmodels.comparison_charts import CHART_KEYS, charts, indicator_charts
from indicators.assessments.views.catalogue import compared_in, find_indicator, promises_of
from indicators.assessments.views.compare import state_of, table_of

ViewFunction = TypeVar("ViewFunction", bound=Callable[..., HttpResponseBase])
JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Found:
    """A chart, and the address of the page on which it stands, without its host."""

    chart: Chart
    page: str


def explains_in_the_frame(view: ViewFunction) -> ViewFunction:
    """Says a refusal in the frame itself: the page that others get may not be framed."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (Http404, BadRequest) as refused:
            context = {
                "reason": str(refused) if isinstance(refused, Http404) else "",
                "wrong": getattr(refused, "wrong", []),
                "site": base_url(request),
            }
            page = render_to_string("assessments/embed_refused.html", context)
            return HttpResponse(page, status=status_of(refused))

    return cast(ViewFunction, explained)


@says_its_language
@shows_the_past
def compare_chart(request: HttpRequest, chart: str, kind: str) -> HttpResponseBase:
    """A chart of a comparison as a file."""
    return _file(request, kind, lambda: _of_comparison(request, chart))


@says_its_language
@shows_the_past
def indicator_chart(request: HttpRequest, code: str, chart: str, kind: str) -> HttpResponseBase:
    """A chart of an indicator's page as a file."""
    return _file(request, kind, lambda: _of_indicator(request, code, chart))


@framed
@explains_in_the_frame
@says_its_language
@shows_the_past
def compare_embed(request: HttpRequest, chart: str) -> HttpResponse:
    """A chart of a comparison for a frame."""
    return _embedded(request, _of_comparison(request, chart))


@framed
@explains_in_the_frame
@says_its_language
@shows_the_past
def indicator_embed(request: HttpRequest, code: str, chart: str) -> HttpResponse:
    """A chart of an indicator's page for a frame."""
    return _embedded(request, _of_indicator(request, code, chart))


def _of_comparison(request: HttpRequest, key: str) -> Found:
    """Raises `Http404` in words, or `BadFilterError`. The address names the chart, whatever view
    it asks for."""
    today = moment_of(request).today
    state = state_of(request, today)
    table = table_of(state, today)
    views = (view for view in View if CHART_KEYS[view] == key)
    every = (one for view in views for one in charts(table, view, today=today))
    return Found(_named(every, key), f"{reverse('compare')}?{state.query}")


def _of_indicator(request: HttpRequest, code: str, key: str) -> Found:
    """Raises `Http404` in words, or `BadFilterError`."""
    indicator, today = find_indicator(code), moment_of(request).today
    promises, wanted = filtered(request, IndicatorPageFilter, promises_of(indicator))
    year = wanted.asked["year"] or today.year - 1
    compared = compared_in(indicator, year, promises, today)
    every = indicator_charts(compared, today=today, key=key)
    page = reverse("indicator", args=[indicator.code])
    query = request.GET.urlencode()
    return Found(_named(every, key), f"{page}?{query}" if query else page)


def _named(every: Iterable[Chart], key: str) -> Chart:
    for one in every:
        if one.address_key == key:
            return one
    raise Http404(_("没有名为“%s”的图，或者所选范围里没有可画的数值。") % key)


def _file(request: HttpRequest, kind: str, find: Callable[[], Found]) -> HttpResponseBase:
    found = find()
    chart = found.chart
    origin = Origin(f"{base_url(request)}{found.page}", (), moment_of(request).instant)
    makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "png": (PNG_TYPE, "attachment", lambda: _png(chart)),
        "svg": (SVG_TYPE, "attachment", lambda: _svg(chart).encode()),
        "csv": (CSV_TYPE, "attachment", lambda: as_csv(chart_sheet(chart, origin))),
        "json": (JSON_TYPE, "inline", lambda: _json(chart_data(chart, origin))),
    }
    content_type, disposition, content = makers[kind]
    name = f'{disposition}; filename="{chart.name}.{kind}"'
    return file_response(request, content, content_type, name)


def _svg(chart: Chart) -> str:
    return svg.standalone(chart.figure, language=get_language() or "")


def _png(chart: Chart) -> bytes:
    """Raises `Http404` where the machine has no Chinese font: without words it says nothing."""
    if not draws_chinese(FONTS):
        raise Http404(_("服务器没有安装中文字体，画不出 PNG 图片；请下载 SVG。"))
    return as_png(_svg(chart))


def _json(data: dict[str, Any]) -> bytes:
    return simplejson.dumps(data, use_decimal=True, ensure_ascii=False, allow_nan=False).encode()


def _embedded(request: HttpRequest, found: Found) -> HttpResponse:
    """Rendered without the request: the frame knows nobody, and sets no cookie."""
    context = {
        "chart": found.chart,
        "page": f"{base_url(request)}{found.page}",
        "at": timezone.localtime(moment_of(request).instant),
    }
    return HttpResponse(render_to_string("assessments/embed.html", context))
