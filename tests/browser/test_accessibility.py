"""No page shuts somebody out: every page of the table of routes, as who sees it, and those of the
demonstration, in both languages, in light and (in Chinese) dark, with the keyboard alone.
docs/accessibility.md says what is checked here, what by hand, and what isn't."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import found_by_axe
from tests.siwei.routes import TABLE, Route
from tests.siwei.world import World

# Pages with all that the five plans and the demonstration show; with the name of who is logged in.
RICH = [
    *("/", "/?as_of=2026-01-31", "/cities/?ordering=-tasks", "/cities/140300/?ordering=-gap"),
    *("/cities/140300/plan/", "/cities/140500/", "/provinces/140000/?ordering=-late"),
    *("/briefing/?region=140000&year=2025", "/embed/compare/attainment/?indicator=total_water_use"),
    *("/plans/", "/plans/yangquan-2025/", "/conflicts/"),
    *("/indicators/", "/indicators/total_water_use/", "/indicators/irrigation_efficiency/"),
    *("/compare/?indicator=total_water_use&year=2025", "/tasks/?ordering=due"),
    *("/tasks/?plan=yangquan-2025", "/tasks/?view=matrix&plan=taiyuan-2026"),
    *("/tasks/?view=timeline", "/tasks/yangquan-2025/3/", "/calendar/?year=2026&month=12"),
    *("/departments/", "/departments/1/", "/changes/?since=2026-03-01", "/data/", "/developers/"),
    *("/actuals/140300.total_water_use.2025/", "/plans/atlantis-2025/", "/tasks/?plan=nowhere"),
]
WORKING = {
    "yangquan": ["/entry/", "/entry/140300/2025/", "/mine/", "/import/", "/keys/"],
    "shanxi": ["/review/", "/review/years/", "/entry/140300/2025/", "/mine/"],
}
# What depends on the colours alone, and on the language.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
LANGUAGE_RULES = ["html-has-lang", "html-lang-valid", "valid-lang", "button-name", "link-name"]
WORDS = {"runOnly": {"type": "rule", "values": ["color-contrast", "label", *LANGUAGE_RULES]}}
# What can't be reached by the keyboard, or doesn't show that it is in focus. The first Tab was
# pressed, so whatever is focused now shows it as to a reader with a keyboard.
UNREACHED = """() => {
  const wrong = [];
  const say = (why, element) => wrong.push(`${why}: ${element.outerHTML.slice(0, 120)}`);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  for (const element of document.querySelectorAll("[tabindex]")) {
    if (element.tabIndex > 0) say("tabindex", element);
  }
  const clicked = "a:not([href]), [onclick], [role=button], [role=link], [hx-get], [hx-post]";
  for (const element of document.querySelectorAll(clicked)) {
    const sends = element.matches("form, tr, tbody, input, select, textarea");
    if (seen(element) && !sends && element.tabIndex < 0) say("no stop", element);
  }
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(stops)) {
    if (!seen(element) || element.disabled || element.tabIndex < 0) continue;
    element.focus({ preventScroll: true });
    if (document.activeElement !== element) { say("no focus", element); continue; }
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (outlineStyle === "none" && boxShadow === "none") say("focus unseen", element);
    if (box.width < 2 || box.height < 2) say("no size", element);
  }
  return wrong;
}"""


def faults(page: Page, path: str, *, in_english: bool = False) -> Iterator[str]:
    """All that is wrong with one page, in light and then in dark; in English, whose structure and
    style sheets are the same, its words in light."""
    page.emulate_media(color_scheme="light")
    page.goto(path)
    yield from found_by_axe(page, WORDS if in_english else None)
    if in_english:
        return
    # A page for a frame has no navigation to skip.
    begins = page.evaluate(
        "!document.querySelector('[autofocus]') && !!document.querySelector('nav')"
    )
    page.keyboard.press("Tab")
    stop = page.evaluate("document.activeElement.className")
    if begins and stop != "skip":
        yield f"the first stop is no skip link but {stop}"
    yield from page.evaluate(UNREACHED)
    page.emulate_media(color_scheme="dark")
    yield from found_by_axe(page, COLOURS)


def speak(page: Page, live_server: LiveServer, language: str) -> None:
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )


def shows_a_page(role: str, address: str, world: World) -> bool:
    """Whether it answers with a page of our own frame."""
    client = Client()
    user = world.people[role]
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(address)
    html = answer.get("Content-Type", "").startswith("text/html")
    return html and b'id="content"' in getattr(answer, "content", b"")


def reader(route: Route) -> str:
    """As whom a page is looked at: a clerk, whose pages have more on them, else who may."""
    may = [role for role, gets in route.access.items() if gets == "ok"]
    return "editor" if "editor" in may else may[0] if may else ""


def test_every_page_of_the_routes(
    page: Page, world: World, sign_in: Callable[[Page, str], None]
) -> None:
    found = {}
    # The documentation of the API is another's, and its words are those of the description.
    ours = [one for one in TABLE if not one.name.startswith(("api:", "api-docs"))]
    for route in ours:
        address, role = world.address(route), reader(route)
        if route.method != "GET" or not role or not shows_a_page(role, address, world):
            continue
        page.context.clear_cookies()
        user = world.people[role]
        if user is not None:
            sign_in(page, user.username)
        found[f"{address} ({role})"] = list(faults(page, address))
    assert len(found) > 35
    assert {at: wrong for at, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_demonstration(
    page: Page,
    demo: None,
    live_server: LiveServer,
    sign_in: Callable[[Page, str], None],
    language: str,
) -> None:
    found = {}
    for name, paths in {"": RICH, **WORKING}.items():
        page.context.clear_cookies()
        if name:
            sign_in(page, name)
        speak(page, live_server, language)
        for path in paths:
            found[path] = list(faults(page, path, in_english=language == "en"))
    assert {at: wrong for at, wrong in found.items() if wrong} == {}


def test_pages_on_a_phone(
    narrow_page: Page, demo: None, live_server: LiveServer, sign_in: Callable[[Page, str], None]
) -> None:
    speak(narrow_page, live_server, "en")
    found = {}
    for path in ["/", "/cities/", "/cities/140300/", "/tasks/", "/tasks/?view=matrix", "/data/"]:
        narrow_page.goto(path)
        found[path] = found_by_axe(narrow_page)
    sign_in(narrow_page, "yangquan")
    narrow_page.goto("/entry/140300/2025/")
    found["entry"] = found_by_axe(narrow_page)
    assert {at: wrong for at, wrong in found.items() if wrong} == {}
