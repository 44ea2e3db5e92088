"""Measures how quickly the pages open for a reader, as `make bench` does: in Chromium, with a
processor four times slower than this one, from a server as a deployment has it.

    .venv/bin/python scripts/bench_pages.py                     the working tree
    .venv/bin/python scripts/bench_pages.py --against v0.1.0    beside a revision, with the ratios

Of each page: first contentful paint with nothing in the cache and with everything (the median of
some openings), elements in the document, what is loaded, and where the first verdict stands. No
number ever fails.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from statistics import median
from urllib.parse import urljoin

from chromium import ARGUMENTS, MISSING, executable
from rich.console import Console
from rich.table import Table
from serving import ROOT, served, tree_of

PAGES = {
    "overview": "/",
    "city": "/cities/140300/",
    "comparison": "/compare/?indicator=total_water_use&year=2025",
    "one indicator": "/indicators/total_water_use/?year=2025",
    "entry": "/entry/140300/2025/",
    "one value": "/actuals/140300.pipe_leakage_rate.2025/",
    "review": "/review/",
    "briefing": "/briefing/?region=140000&year=2025",
}
# Who sees them, of the people of the demonstration.
PEOPLE = {"entry": "yangquan", "review": "shanxi"}
PASSWORD = "siwei-demo"
SLOWER = 4
LAPTOP: "ViewportSize" = {"width": 1366, "height": 768}
PHONE: "ViewportSize" = {"width": 390, "height": 844}

PAINTED = """() => new Promise((tell) => {
  const seen = (list) => {
    const [first] = list.getEntriesByName("first-contentful-paint");
    if (first) tell(first.startTime);
  };
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
})"""
ELEMENTS = "document.querySelectorAll('*').length"
LENGTH = "document.documentElement.scrollHeight"
FIRST_VERDICT = """() => {
  const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0;
  const first = [...document.querySelectorAll("main :is(.status, .verdict)")].find(seen);
  return first ? Math.round(first.getBoundingClientRect().top + scrollY) : null;
}"""


@dataclass(frozen=True)
class Figures:
    """What a page costs. Times in milliseconds, what is loaded in kB as it is sent, places in px
    from the top: of the first verdict, and of the end of the page; None: there is none."""

    cold: float
    warm: float
    elements: float
    scripts: float
    loaded: float
    verdict: float | None
    length: float
    phone_verdict: float | None
    phone_length: float


HEADS = {
    "cold": "first paint, cold, ms",
    "warm": "first paint, warm, ms",
    "elements": "elements",
    "scripts": "scripts, kB",
    "loaded": "loaded, kB",
    "verdict": "first verdict at 1366, px",
    "length": "length at 1366, px",
    "phone_verdict": "first verdict at 390, px",
    "phone_length": "length at 390, px",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", metavar="REVISION", default="")
    parser.add_argument("--times", type=int, default=5, help="openings of a page")
    wanted = parser.parse_args()
    path = executable()
    if path is None:
        sys.exit(MISSING)
    with ExitStack() as stack:
        trees = [stack.enter_context(tree_of(wanted.against))] if wanted.against else []
        addresses = [stack.enter_context(served(tree)) for tree in (*trees, ROOT)]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        # Page by page, both revisions one after the other: what else the machine does then slows
        # down both alike.
        found = {
            name: [
                measured(browser, urljoin(one, path), PEOPLE.get(name, ""), wanted.times)
                for one in addresses
            ]
            for name, path in PAGES.items()
        }
    Console().print(table(found, wanted.against))


def measured(browser: "Browser", url: str, person: str, times: int) -> Figures | None:
    """One page; None where it isn't there."""
    with opened(browser, LAPTOP, url, person) as page:
        answer = page.goto(url)
        if answer is None or answer.status >= 400:
            return None
        protocol = page.context.new_cdp_session(page)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        loaded = Loaded(protocol)
        cold = [painted(page, url, protocol) for _time in range(times)]
        page.wait_for_load_state("networkidle")
        kilobytes = loaded.of_last()
        warm = [painted(page, url) for _time in range(times)]
        laptop = page.evaluate(FIRST_VERDICT), page.evaluate(LENGTH)
        elements = page.evaluate(ELEMENTS)
    with opened(browser, PHONE, url, person) as page:
        page.goto(url, wait_until="networkidle")
        phone = page.evaluate(FIRST_VERDICT), page.evaluate(LENGTH)
    return Figures(median(cold), median(warm), elements, *kilobytes, *laptop, *phone)


class Loaded:
    """What a page loads, as many bytes as come over the wire."""

    def __init__(self, protocol: "CDPSession") -> None:
        self._kinds: dict[str, str] = {}
        self._sizes: dict[str, float] = {}
        protocol.on("Network.requestWillBeSent", self._begin)
        protocol.on("Network.responseReceived", self._answered)
        protocol.on("Network.loadingFinished", self._finished)
        protocol.send("Network.enable")

    def _begin(self, event: Mapping[str, object]) -> None:
        if event.get("type") == "Document":
            self._kinds.clear()
            self._sizes.clear()

    def _answered(self, event: Mapping[str, object]) -> None:
        self._kinds[str(event["requestId"])] = str(event["type"])

    def _finished(self, event: Mapping[str, object]) -> None:
        self._sizes[str(event["requestId"])] = float(str(event["encodedDataLength"]))

    def of_last(self) -> tuple[float, float]:
        """The scripts and all of the page that was opened last, in kB."""
        scripts = (size for one, size in self._sizes.items() if self._kinds.get(one) == "Script")
        return sum(scripts) / 1000, sum(self._sizes.values()) / 1000


def painted(page: "Page", url: str, empties: "CDPSession | None" = None) -> float:
    """When the first text or picture is seen, in ms; with `empties` of an empty cache."""
    page.goto("about:blank")
    if empties:
        empties.send("Network.clearBrowserCache")
    page.goto(url)
    time: float = page.evaluate(PAINTED)
    return time


@contextmanager
def opened(browser: "Browser", window: "ViewportSize", url: str, person: str) -> Iterator["Page"]:
    """A page with a cache of its own, in which that person is logged in."""
    context = browser.new_context(viewport=window)
    page = context.new_page()
    if person:
        page.goto(urljoin(url, "/accounts/login/"))
        page.fill("input[name=username]", person)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    yield page
    context.close()


def table(found: Mapping[str, Sequence[Figures | None]], revision: str) -> Table:
    """A line for each figure of each page; beside a revision, both and their ratio."""
    shown = Table(box=None, pad_edge=False)
    for title in ("page", "figure"):
        shown.add_column(title)
    for title in (revision, "now", "ratio") if revision else ("now",):
        shown.add_column(title, justify="right")
    for page, those in found.items():
        if not any(those):
            continue
        for place, (figure, head) in enumerate(HEADS.items()):
            numbers = [values(one)[figure] for one in those]
            shares = [ratio(*numbers)] if revision else []
            shown.add_row("" if place else page, head, *map(said, numbers), *shares)
    return shown


def values(one: Figures | None) -> dict[str, float | None]:
    return asdict(one) if one else dict.fromkeys(HEADS)


def said(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def ratio(before: float | None, now: float | None) -> str:
    return "" if not before or now is None else f"{now / before:.2f}"


try:
    from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright
except ModuleNotFoundError:
    sys.exit("Playwright drives the browser: `make environment` installs it.")

if __name__ == "__main__":
    main()
