"""What axe finds on a page."""

from collections.abc import Iterable, Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_FOUND = """async (options) => {
  // Nothing to load first: each page has its style sheets from this host, and none has sound.
  const how = { ...options, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, how);
  const first = (rule) => rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 140));
  return violations.map((rule) => `${rule.id}: ${first(rule).join("; ")}`);
}"""


def found_by_axe(page: Page, options: Mapping[str, object] | None = None) -> list[str]:
    """What axe finds on the page as it is, of any impact; its script is sent once a page."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_FOUND, options or {})
    return found


def violations(page: Page, paths: Iterable[str]) -> list[str]:
    """What axe finds on the pages at `paths`."""
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {fault}" for fault in found_by_axe(page)]
    return found
