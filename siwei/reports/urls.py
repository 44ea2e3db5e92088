"""Reports of a city and a province, their evidence, and the page that verifies them."""

from django.urls import URLPattern, path

from common.routes import file, page
from siwei.reports.views import evidence_volume, listing, reports, verify

urlpatterns: list[URLPattern] = [
    page("reports/", listing.report_list, name="reports"),
    file("reports/city/<str:code>/<int:year>.docx", reports.city_docx, name="report_city"),
    file(
        "reports/province/<str:code>/<int:year>.docx",
        reports.province_docx,
        name="report_province",
    ),
    file(
        "reports/briefing/<str:code>/<int:year>.docx",
        reports.briefing_docx,
        name="report_briefing",
    ),
    file(
        "reports/evidence/<str:code>/<int:year>.zip",
        evidence_volume.evidence_zip,
        name="evidence_volume",
    ),
    path("verify/", verify.verify, name="verify"),
]
