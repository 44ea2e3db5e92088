"""No link leads nowhere: every page that can be reached, as the public, a clerk and a reviewer.

Pages of one kind are many, so of each kind some are walked, of those with a filter fewer, of those
in another order one; their links are all followed up to there. Every link into a page, `#c3`, must
meet an element of that name.
"""

from collections import Counter, deque
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from indicators.plans.models import Citation

OF_A_KIND = 5  # as many as there are cities
FILTERED = 2
# Addresses that do something, or that are no page of ours.
# What isn't ours to walk, and files of evidence, of which the kept databases have none.
NOT_WALKED = (
    *("/admin/", "/api/", "/static/", "/accounts/logout/", "/i18n/"),
    "/tasks/evidence/",
)


class Paper(HTMLParser):
    """What a page holds: its links, its names, its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href") is not None:
            self.links.append(given["href"] or "")


class Walk:
    """Follows the links from page to page and notes what is wrong."""

    def __init__(self, client: Client, of_a_kind: int) -> None:
        self.client = client
        self.of_a_kind = of_a_kind
        self.kinds: Counter[tuple[str, ...]] = Counter()
        self.papers: dict[str, Paper | None] = {}
        self.wrong: list[str] = []

    def from_here(self, start: str) -> None:
        waiting = deque([(start, "the beginning")])
        while waiting:
            address, source = waiting.popleft()
            address, fragment = urldefrag(address)
            if address not in self.papers:
                if not self._is_wanted(address):
                    continue
                paper = self.papers[address] = self._open(address, source)
                links = paper.links if paper else []
                waiting.extend(
                    (target, address)
                    for target in (urljoin(address, link) for link in links)
                    if not urlsplit(target).scheme and not target.startswith(NOT_WALKED)
                )
            paper = self.papers[address]
            if fragment and paper and fragment not in paper.ids:
                self.wrong.append(f"{source} leads to {address}, which has no #{fragment}")

    def _is_wanted(self, address: str) -> bool:
        """Whether there were not enough of this kind: the same route, the same filters."""
        parts = urlsplit(address)
        names = sorted({name for name, _value in parse_qsl(parts.query)})
        kind = (resolve(parts.path).view_name or parts.path, *names)
        self.kinds[kind] += 1
        return self.kinds[kind] <= self._most(parts.path, names)

    def _most(self, path: str, names: Sequence[str]) -> int:
        """How many of a kind are opened. Another order of the same rows has the same links; a file
        has none, and takes long to write."""
        if "." in path or "ordering" in names:
            return 1
        return min(self.of_a_kind, FILTERED) if names else self.of_a_kind

    def _open(self, address: str, source: str) -> Paper | None:
        response = self.client.get(address, follow=True)
        if response.status_code != 200:
            self.wrong.append(f"{source} leads to {address}: {response.status_code}")
            return None
        if not response["Content-Type"].startswith("text/html"):
            return None
        paper = Paper(response.content.decode())
        twice = [name for name, count in Counter(paper.ids).items() if count > 1]
        if twice:
            self.wrong.append(f"{address} has twice: {twice[:5]}")
        if paper.headings != 1:
            self.wrong.append(f"{address} has {paper.headings} h1")
        return paper


@pytest.mark.parametrize(
    ("who", "language"),
    [
        pytest.param("", "en", id="the public, in English"),
        pytest.param("yangquan", "zh-hans", id="a clerk"),
        pytest.param("shanxi", "zh-hans", id="a reviewer"),
    ],
)
def test_every_link_leads_somewhere(client: Client, demo: None, who: str, language: str) -> None:
    if who:
        client.force_login(User.objects.get(username=who))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    walk = Walk(client, OF_A_KIND)
    walk.from_here("/")
    assert not walk.wrong, "\n".join(walk.wrong[:40])
    assert len(walk.papers) > 50


def test_every_sentence_and_its_promise_lead_to_each_other(client: Client, plans: None) -> None:
    """From each mark of the reader to its promise, and from there back to the sentence."""
    walk = Walk(client, 10_000)
    papers: dict[str, Paper] = {}

    def paper_of(address: str) -> Paper:
        if address not in papers:
            opened = walk._open(address, "the reader")
            assert opened is not None, walk.wrong
            papers[address] = opened
        return papers[address]

    cited = Citation.objects.select_related("clause__plan")
    for slug in sorted({citation.clause.plan.slug for citation in cited}):
        reader = f"/plans/{slug}/"
        for link in paper_of(reader).links:
            address, fragment = urldefrag(urljoin(reader, link))
            if fragment and not urlsplit(address).scheme:
                assert fragment in paper_of(address).ids, f"{reader} → {link}"
    for citation in cited:
        back = f"/plans/{citation.clause.plan.slug}/#{citation.clause.key}"
        owner = citation.target or citation.reported
        assert owner is not None
        promise = f"/indicators/{owner.plan_indicator.indicator_id}/"
        assert any(link.startswith(back) for link in paper_of(promise).links), (promise, back)
