"""Reports of a city and a province, their evidence, and the page that verifies them."""

from django.urls import URLPattern

from common.routes import page
from siwei.reports.views import listing, reports

urlpatterns: list[URLPattern] = [
    page("reports/", listing.report_list, name="reports"),
    page("reports/city/<str:code>/<int:year>.docx", reports.city_docx, name="report_city"),
    page(
        "reports/province/<str:code>/<int:year>.docx",
        reports.province_docx,
        name="report_province",
    ),
    page(
        "reports/briefing/<str:code>/<int:year>.docx",
        reports.briefing_docx,
        name="report_briefing",
    ),
]
