"""A real Chromium, driving a live server of the product.

`page` is a window of a laptop and `narrow_page` one of a phone; both open paths of the live server
(`page.goto("/compare/")`) and fail their test for what a person would not forgive: an error on the
console, a response of 500 or worse, a missing file, a request to another host. A page that answers
404 or 409 by design is no failure.

    def test_a_city_shows_its_plan(page, plans): ...
    def test_an_editor_enters_a_value(page, demo, sign_in): sign_in(page, "username")
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import (
    APIResponse,
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from scripts.chromium import ARGUMENTS, MISSING, executable
from tests.people import editor, open_year

LAPTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# A document or an answer to a script may refuse; a file that a page needs must be there.
MAY_REFUSE = ("document", "xhr", "fetch")
REPEATED = ("Failed to load resource", "Response Status Error Code", "htmx:")
PATIENCE = 30_000  # milliseconds: a busy machine fails no test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's own event loop runs in this thread, from which Django concludes that the
        # tests are asynchronous. They are not.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from _watched_page(browser, live_server.url, LAPTOP)


@pytest.fixture
def narrow_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from _watched_page(browser, live_server.url, PHONE)


class Held:
    """Answers that wait until a test lets them go, so that no test hopes to be quick enough.

    The server answers at once. `pass_on()` lets the oldest answer go, and waits for one to come;
    later ones wait too, until `let_all_go()`.
    """

    def __init__(self, page: Page, path: str) -> None:
        self.page, self.path = page, path
        self._waiting: list[tuple[Route, APIResponse]] = []
        self.seen = 0
        self._open = False
        page.route(path, self._take)

    def _take(self, route: Route) -> None:
        self.seen += 1
        answer = route.fetch()
        if self._open:
            route.fulfill(response=answer)
        else:
            self._waiting.append((route, answer))

    def wait(self, number: int = 1) -> None:
        """Until so many answers wait."""
        for _moment in range(PATIENCE // 10):
            if len(self._waiting) >= number:
                return
            self.page.wait_for_timeout(10)
        pytest.fail(f"fewer than {number} answers from {self.path}")

    def pass_on(self, *, newest: bool = False) -> None:
        self.wait()
        route, answer = self._waiting.pop(-1 if newest else 0)
        route.fulfill(response=answer)

    def let_all_go(self) -> None:
        self._open = True
        while self._waiting:
            self.pass_on()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, str], None]:
    """Signs a page in as a user, by name, without the form."""

    def sign_in(page: Page, username: str) -> None:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        page.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in client.cookies.items()
            ]
        )

    return sign_in


@pytest.fixture
def clerk(plans: None, transactional_db: None) -> str:
    open_year(2025)
    return editor("alice").username


@pytest.fixture
def grid(page: Page, clerk: str, sign_in: Callable[[Page, str], None]) -> Page:
    """The grid of 阳泉 for 2025, still empty, as its clerk sees it."""
    sign_in(page, clerk)
    page.goto("/entry/140300/2025/")
    return page


def _watched_page(browser: Browser, url: str, window: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(base_url=url, locale="zh-CN", **window)
    context.set_default_timeout(PATIENCE)
    problems: list[str] = []

    def on_request(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme.startswith("http") and target.netloc != urlsplit(url).netloc:
            problems.append(f"request to another host: {request.url}")

    def on_response(response: Response) -> None:
        limit = 500 if response.request.resource_type in MAY_REFUSE else 400
        if response.status >= limit:
            problems.append(f"{response.status} from {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        # Chromium and htmx repeat every refusal here; on_response has judged it.
        if message.type == "error" and not message.text.startswith(REPEATED):
            problems.append(f"console: {message.text}")

    context.on("request", on_request)
    context.on("response", on_response)
    context.on("console", on_console)
    context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))
    yield context.new_page()
    context.close()
    assert not problems, "\n".join(problems)
