"""What only rare requests need isn't imported when a server starts."""

import subprocess
import sys

from django.conf import settings

# What writes or opens files of others, and what only tests, the bench or an extra need.
RARE = {
    *("docx", "docxtpl", "icalendar", "openpyxl", "pypdf", "xlsxwriter"),
    *("duckdb", "mcp", "numpy", "pandas", "plotly", "pyarrow", "pysdmx", "sdmx"),
}
# Whatever it takes to read the fixtures.
LOADING = {"siwei.loading.check", "siwei.loading.read"}
SAYS = (
    "import django; django.setup(); "
    "import siwei.urls, sys; from django.urls import get_resolver; get_resolver().url_patterns; "
    "print(*sys.modules, sep='\\n')"
)


def test_a_server_starts_without_what_rare_requests_need() -> None:
    said = subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "siwei.settings", "SIWEI_DEBUG": "true"},
        check=True,
        capture_output=True,
        text=True,
    )
    imported = set(said.stdout.split())
    assert {"siwei.urls", "siwei.pages.views.overview", "siwei.api_urls"} <= imported
    assert imported & (RARE | LOADING) == set()
