"""Charts in a real browser: a picture at once, Plotly for who explores it, both for any reader."""

import gzip
import re

import pytest
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import found_by_axe

COMPARED = "/compare/?indicator=total_water_use&year=2025&view=trajectory"
INDICATOR = "/indicators/total_water_use/"
EMBED = "/embed/compare/trajectory/?indicator=total_water_use&year=2025"
# The most script that a page may load before anybody explores it.
PACKED = 150_000


def explored(page: Page, address: str) -> None:
    """The page with its first chart drawn by Plotly."""
    page.goto(address)
    page.get_by_role("button", name=re.compile("交互查看|Explore")).first.click()
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()


@pytest.mark.parametrize("address", [COMPARED, INDICATOR])
def test_a_chart_is_there_without_scripts(
    page: Page, demo: None, live_server: LiveServer, address: str
) -> None:
    browser = page.context.browser
    assert browser is not None
    bare = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain = bare.new_page()
    plain.goto(address)
    picture = plain.locator(".chart__picture svg:visible").first
    for words in ("阳泉市", "实际值"):
        expect(
            plain.locator(".chart__picture svg:visible text", has_text=words).first
        ).to_be_visible()
    expect(picture.locator("xpath=.//*[local-name()='title']").first).to_be_attached()
    expect(plain.get_by_role("button", name="交互查看")).to_have_count(0)
    expect(plain.get_by_role("link", name="PNG").first).to_be_visible()
    bare.close()


@pytest.mark.parametrize("address", [COMPARED, INDICATOR])
def test_plotly_is_fetched_when_somebody_explores_and_not_before(
    page: Page, demo: None, address: str
) -> None:
    scripts: dict[str, int] = {}
    asked: list[str] = []

    def on_response(answer: Response) -> None:
        asked.append(answer.url)
        if answer.request.resource_type == "script":
            scripts[answer.url] = len(gzip.compress(answer.body()))

    page.on("response", on_response)
    page.goto(address)
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 800)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url or ".json" in url]
    assert 0 < sum(scripts.values()) < PACKED
    lines = page.locator(".chart__picture svg:visible").first.locator("polyline").count()
    assert lines
    page.get_by_role("button", name="交互查看").first.click()
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()
    figure = next(url for url in asked if ".json" in url)
    wanted = page.request.get(figure).json()["figure"]["data"]
    drawn = page.locator(".chart__drawing").first.evaluate("box => box.data.length")
    assert drawn == len(wanted) > 1
    assert len([url for url in asked if "plotly.min" in url]) == 1


def test_what_is_explored_is_in_chinese(page: Page, demo: None) -> None:
    explored(page, COMPARED)
    box = page.locator(".chart__drawing").first
    expect(box.locator("svg text", has_text="规划目标").first).to_be_visible()
    for label in ("框选放大", "还原"):
        expect(box.get_by_role("button", name=label)).to_be_visible()
    expect(page.locator(".chart__picture svg:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="交互查看")).to_have_count(0)


def test_a_chart_is_explored_by_keyboard_or_by_a_click_on_it(page: Page, demo: None) -> None:
    page.goto(COMPARED)
    page.get_by_role("button", name="交互查看").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()
    expect(page.locator(".chart__box").first).to_be_focused()
    page.reload()
    page.locator(".chart__picture svg:visible").first.click(position={"x": 300, "y": 200})
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()


def test_a_chart_that_a_form_brings_can_be_explored(page: Page, demo: None) -> None:
    explored(page, COMPARED)
    page.get_by_label("阳泉市").check()
    expect(page.get_by_role("row", name=re.compile("长治市"))).to_have_count(0)
    page.get_by_role("button", name="交互查看").first.click()
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()


def test_who_cannot_load_it_keeps_the_picture_and_can_try_again(page: Page, demo: None) -> None:
    page.route("**/charts/*.json*", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(COMPARED)
    page.get_by_role("button", name="交互查看").click()
    again = page.get_by_role("button", name="没有载入成功，请再试一次")
    expect(again).to_be_enabled()
    expect(page.locator(".chart__picture svg:visible").first).to_be_visible()
    page.unroute("**/charts/*.json*")
    again.click()
    expect(page.locator(".chart__drawing .main-svg").first).to_be_visible()


def test_colours_follow_the_reader_in_the_picture_and_in_the_drawing(
    page: Page, demo: None
) -> None:
    page.goto(COMPARED)
    name = page.locator(".chart__picture svg:visible text", has_text="阳泉市").first
    expect(name).to_have_css("fill", "rgb(11, 91, 152)")
    page.emulate_media(color_scheme="dark")
    expect(name).to_have_css("fill", "rgb(107, 179, 238)")
    page.get_by_role("button", name="交互查看").click()
    drawn = page.locator(".chart__drawing text", has_text="阳泉市").first
    expect(drawn).to_have_css("fill", "rgb(107, 179, 238)")
    page.emulate_media(color_scheme="light")
    expect(drawn).to_have_css("fill", "rgb(11, 91, 152)")


def test_paper_has_the_picture_whatever_was_explored(page: Page, demo: None) -> None:
    explored(page, COMPARED)
    page.emulate_media(media="print")
    expect(page.locator(".chart__picture--wide svg").first).to_be_visible()
    expect(page.locator(".chart__drawing").first).to_be_hidden()
    expect(page.locator(".chart__actions").first).to_be_hidden()


@pytest.mark.parametrize("address", [COMPARED, INDICATOR, EMBED])
def test_a_phone_has_a_picture_of_its_own_that_can_be_read(
    narrow_page: Page, demo: None, address: str
) -> None:
    narrow_page.goto(address)
    shown = narrow_page.locator(".chart__picture svg:visible")
    expect(shown.first).to_have_attribute("viewBox", re.compile(r"^0 0 360 "))
    words = shown.first.locator("text").first
    # As large as the smallest words of a page.
    assert words.evaluate("text => text.getScreenCTM().a * text.getAttribute('font-size')") >= 11
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
    if address != EMBED:
        narrow_page.locator("summary", has_text="嵌入").first.click()
        assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
        explored(narrow_page, address)
        assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_words_of_a_picture_do_not_overlap(page: Page, demo: None) -> None:
    page.goto(COMPARED)
    boxes = page.locator(".chart__picture svg:visible").first.evaluate(
        """svg => [...svg.querySelectorAll("text")].map((text) => {
          const { x, y, width, height } = text.getBBox();
          return [text.textContent, x + 1, y + 4, x + width - 1, y + height - 4];
        })"""
    )
    hits = [
        (one[0], two[0])
        for number, one in enumerate(boxes)
        for two in boxes[number + 1 :]
        if one[1] < two[3] and two[1] < one[3] and one[2] < two[4] and two[2] < one[4]
    ]
    assert hits == []


def test_the_code_to_embed_shows_the_chart_on_another_page(
    page: Page, demo: None, live_server: LiveServer
) -> None:
    page.goto(COMPARED)
    page.locator("summary", has_text="嵌入").click()
    code = page.get_by_label("复制到网页中的代码").input_value()
    assert code.startswith("<iframe ")
    page.goto(EMBED)  # a page of some address, whose content is ours to write
    page.route("**/elsewhere/", lambda route: route.fulfill(body=code, content_type="text/html"))
    page.goto(f"{live_server.url}/elsewhere/")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".chart__picture svg:visible")).to_have_count(1)
    expect(frame.get_by_role("link", name=re.compile("打开完整页面"))).to_be_visible()
    inside = page.frames[1]
    over = inside.evaluate(
        "document.documentElement.scrollHeight - document.documentElement.clientHeight"
    )
    assert over <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_shut_nobody_out(page: Page, demo: None, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(EMBED)
    assert found_by_axe(page) == []
    explored(page, COMPARED)
    page.locator("summary", has_text="嵌入").first.click()
    assert found_by_axe(page) == []
