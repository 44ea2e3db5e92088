"""No page makes its reader wait for scripts: what it loads before somebody explores a chart."""

import gzip
from collections.abc import Callable

from playwright.sync_api import Page, Response

PAGES = {
    "": [
        *("/", "/cities/140300/", "/compare/?indicator=total_water_use&year=2025"),
        *("/indicators/total_water_use/", "/tasks/?view=timeline", "/plans/yangquan-2025/"),
        *("/actuals/140300.total_water_use.2025/", "/data/"),
    ],
    "yangquan": ["/entry/140300/2025/", "/import/"],
    "shanxi": ["/review/"],
}
MOST = 150_000  # bytes, packed as they are sent


def test_no_page_loads_many_scripts(
    page: Page, demo: None, sign_in: Callable[[Page, str], None]
) -> None:
    loaded: list[int] = []

    def weigh(response: Response) -> None:
        # The test's server sends them as they are.
        if response.request.resource_type == "script" and response.ok:
            loaded.append(len(gzip.compress(response.body())))

    page.on("response", weigh)
    heavy = {}
    for name, paths in PAGES.items():
        if name:
            sign_in(page, name)
        for path in paths:
            loaded.clear()
            page.goto(path, wait_until="networkidle")
            assert loaded, path
            if sum(loaded) > MOST:
                heavy[path] = sum(loaded)
    assert heavy == {}
