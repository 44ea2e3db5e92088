"""docs/api.md as a page: all of it, safe, asking this installation, English on a Chinese page."""

import re
from html import unescape

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from siwei.developers.viewmodels import OF_THE_EXAMPLES, documentation
from tests.people import person

DOCUMENT = (configured.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
HERE = "https://siwei.example"


def page_of(client: Client, language: str = "zh-hans") -> str:
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    return client.get("/developers/").content.decode()


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_every_heading_has_an_anchor_to_which_the_contents_lead(client: Client, db: None) -> None:
    html = page_of(client)
    headings = re.findall(r"^#+ (.+)$", DOCUMENT, re.MULTILINE)
    assert len(headings) > 5
    contents = dict(re.findall(r'<a href="#([^"]+)">(.*?)</a></li>', html))
    shown = dict(re.findall(r'<h[2-6] id="([^"]+)">(.*?)</h[2-6]>', html))
    assert [one for one in headings if one not in contents.values()] == []
    assert contents == {key: shown[key] for key in contents}


def test_the_code_is_that_of_the_document(client: Client, db: None, settings: Settings) -> None:
    """But for the address, which is that of the reader's installation."""
    settings.BASE_URL = HERE
    blocks = re.findall(r"(?:^(?:    .*)?\n)*^    .+\n", DOCUMENT, re.MULTILINE)
    code = [re.sub(r"^    ", "", one, flags=re.MULTILINE).strip("\n") for one in blocks]
    assert len(code) > 5 and any(OF_THE_EXAMPLES in one for one in code)
    shown = [plain(one).strip("\n") for one in re.findall(r"<pre.*?</pre>", page_of(client), re.S)]
    assert shown[1:] == [one.replace(OF_THE_EXAMPLES, HERE) for one in code]


def test_the_examples_ask_as_the_page_was_reached(client: Client, db: None) -> None:
    html = page_of(client)
    assert OF_THE_EXAMPLES not in html
    assert "curl &#x27;http://testserver/api/v1/targets/?region=140300" in html


def test_the_text_is_marked_as_english_and_what_is_chinese_in_it_as_chinese(
    client: Client, db: None
) -> None:
    html = page_of(client)
    assert "开发者文档" in html and "有账号的人在" in html
    text = html.split('<article class="manual__text" lang="en">')[1].split("</article>")[0]
    passages = "".join(re.findall(r'<span lang="zh-Hans">(.*?)</span>', text))
    assert "初步数" in passages
    assert re.sub(r"[^\u3400-\u9fff]", "", text) == re.sub(r"[^\u3400-\u9fff]", "", passages)


@pytest.mark.parametrize("name", ["api-docs", "schema", "data", "keys"])
def test_it_leads_to(client: Client, db: None, name: str) -> None:
    assert f'<a href="{reverse(name)}">' in page_of(client)


@pytest.mark.parametrize("path", ["/developers/", "/data/"])
def test_every_page_leads_to_it(client: Client, db: None, path: str) -> None:
    assert f'<a href="{path}">' in client.get("/plans/").content.decode().split("<footer")[1]


def test_where_reading_is_closed_the_first_request_has_a_key(
    client: Client, db: None, settings: Settings
) -> None:
    assert "Api-Key" not in re.findall(r"<pre.*?</pre>", page_of(client))[0]
    settings.PUBLIC_READ = False
    client.force_login(person("alice"))
    html = page_of(client)
    assert "Authorization: Api-Key &lt;key&gt;" in re.findall(r"<pre.*?</pre>", html)[0]
    assert "每个请求都要带密钥" in html


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("water@siwei.example", 'href="mailto:water@siwei.example"'),
        ("https://siwei.example/ask", 'href="https://siwei.example/ask"'),
        ("", "问运行本站的单位"),
    ],
)
def test_whom_to_ask(client: Client, db: None, settings: Settings, contact: str, link: str) -> None:
    settings.CONTACT = contact
    assert link in page_of(client)


@pytest.mark.parametrize(
    ("written", "rendered"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("a <img src=x onerror=alert(1)> b", "&lt;img src=x"),
        ("[here](javascript:alert(1))", "[here](javascript:alert(1))"),
        ("    <b>", '<pre tabindex="0"><code>&lt;b&gt;'),
        ("```html\n<b>\n```", '<pre tabindex="0"><code>&lt;b&gt;'),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            '<div class="frame" tabindex="0"><table class="table">',
        ),
        ("| a | b |\n|---|---|\n| 1 | 2 |", '<th scope="col">a</th>'),
        ("# Top\n\n### Below", '<h4 id="below">Below</h4>'),
        ("### Top: `a/`\n\n#### Below", '<h2 id="top-a">Top: <code>a/</code></h2>'),
        ("an `x` and 初步数", 'and <span lang="zh-Hans">初步数</span>'),
        ("see http://127.0.0.1:8000/api/", "see https://a&quot;b/api/"),
    ],
)
def test_markdown_is_rendered_safely(written: str, rendered: str) -> None:
    shown = documentation(written, address='https://a"b').html
    assert rendered in shown
    assert not re.search(r"<(script|img|b)\b|href=.javascript", shown)
