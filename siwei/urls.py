"""All addresses."""

from django.contrib import admin
from django.urls import include, path

from departments.views.language import switch_language

urlpatterns = [
    path("", include("siwei.pages.urls")),
    path("", include("siwei.calendar.urls")),
    path("", include("siwei.exchange.urls")),
    path("", include("siwei.reports.urls")),
    path("", include("siwei.datasets.urls")),
    path("", include("siwei.developers.urls")),
    path("", include("departments.urls")),
    path("", include("indicators.plans.urls")),
    path("", include("indicators.actuals.urls")),
    path("", include("indicators.assessments.urls")),
    path("", include("tasks.urls")),
    path("", include("siwei.api_urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", switch_language, name="set_language"),
]

handler400 = "siwei.pages.errors.bad_request"
handler403 = "siwei.pages.errors.forbidden"
handler404 = "siwei.pages.errors.not_found"
handler500 = "siwei.pages.errors.server_error"
