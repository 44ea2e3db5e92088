"""The links of a chart."""

from django import template
from django.template import Context

from common.addresses import base_url
from indicators.assessments.viewmodels.chart import Chart
from indicators.assessments.viewmodels.chart_links import ChartLinks
from indicators.assessments.viewmodels.chart_links import chart_links as links_of

register = template.Library()


@register.simple_tag(takes_context=True)
def chart_links(context: Context, chart: Chart) -> ChartLinks:
    """Where this chart of this page can be embedded and downloaded.

    The page of an indicator shows last year where its address says none; a chart names its year.
    """
    request = context["request"]
    asked = request.GET.copy()
    if "year" in context:
        asked.setdefault("year", str(context["year"]))
    code = request.resolver_match.kwargs.get("code", "")
    return links_of(chart, asked, base_url(request), code)
