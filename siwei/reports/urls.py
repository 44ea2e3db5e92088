"""Reports of a city and a province, their evidence, and the page that verifies them."""

from django.urls import URLPattern, path

from common.routes import page
from siwei.reports.views import evidence_volume, verify

urlpatterns: list[URLPattern] = [
    page(
        "reports/evidence/<str:code>/<int:year>.zip",
        evidence_volume.evidence_zip,
        name="evidence_volume",
    ),
    path("verify/", verify.verify, name="verify"),
]
