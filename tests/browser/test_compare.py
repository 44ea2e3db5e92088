"""Charts in a real browser: drawn, in Chinese, saved as pictures, on any screen."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

TRAJECTORY = "/compare/?indicator=total_water_use&year=2025"
RANKING = f"{TRAJECTORY}&view=ranking"
RATE = "/compare/?indicator=gdp_water_intensity_reduction&year=2025&view=rate"
INDICATOR = "/indicators/total_water_use/"
ALL = [TRAJECTORY, RANKING, RATE, INDICATOR]


@pytest.fixture
def charts(demo: None) -> Callable[[Page, str], None]:
    def charts(page: Page, address: str) -> None:
        page.goto(address)
        boxes = page.locator(".chart__box")
        expect(boxes.first).to_be_visible()
        expect(boxes.locator(".main-svg").first).to_be_visible()

    return charts


Charts = Callable[[Page, str], None]


def test_a_chart_is_drawn_in_chinese(page: Page, charts: Charts) -> None:
    charts(page, TRAJECTORY)
    box = page.locator(".chart__box")
    for words in ("阳泉市", "实际值", "规划目标", "推算的限值"):
        expect(box.locator("svg text", has_text=words).first).to_be_visible()
    for label in ("下载图片（PNG）", "下载图片（SVG）", "框选放大", "还原"):
        expect(box.get_by_role("button", name=label)).to_be_visible()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_is_saved_with_its_words(page: Page, charts: Charts, kind: str) -> None:
    charts(page, RANKING)
    with page.expect_download() as download:
        page.get_by_role("button", name=f"下载图片（{kind.upper()}）").first.click()
    assert download.value.suggested_filename == f"siwei-total_water_use-2025-value.{kind}"
    data = download.value.path().read_bytes()
    if kind == "png":
        assert data.startswith(b"\x89PNG")
        assert len(data) > 20_000
        return
    picture = data.decode()
    assert "2025 年用水总量是多少？" in picture
    assert "来源：" in picture
    assert "Noto Sans CJK SC" in picture


def test_a_change_of_the_form_changes_chart_and_address(page: Page, charts: Charts) -> None:
    charts(page, TRAJECTORY)
    page.get_by_label("当年排名").check()
    expect(page.locator(".chart__box .main-svg").nth(3)).to_be_visible()
    expect(page).to_have_url(re.compile("view=ranking"))
    page.get_by_label("阳泉市").check()
    expect(page.get_by_role("row", name=re.compile("长治市"))).to_have_count(0)
    page.reload()
    expect(page.get_by_label("阳泉市")).to_be_checked()


def test_colours_follow_the_reader(page: Page, charts: Charts) -> None:
    charts(page, TRAJECTORY)
    name = page.locator(".chart__box text", has_text="阳泉市").first
    before = name.evaluate("text => getComputedStyle(text).fill")
    page.emulate_media(color_scheme="dark")
    expect(name).not_to_have_css("fill", before)


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_scrolls_sideways_on_a_phone(
    narrow_page: Page, charts: Charts, address: str, language: str
) -> None:
    if language == "en":
        narrow_page.goto("/")
        narrow_page.get_by_role("button", name="English").click()
    charts(narrow_page, address)
    width = narrow_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


@pytest.mark.parametrize("width", [1024, 1201])
@pytest.mark.parametrize("address", [RATE, INDICATOR])
def test_nothing_scrolls_sideways_on_a_small_screen(
    page: Page, charts: Charts, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto("/")
    page.get_by_role("button", name="English").click()
    charts(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_head_is_never_printed_without_a_row(page: Page, charts: Charts) -> None:
    charts(page, RATE)
    page.emulate_media(media="print")
    section = page.locator("section:has(.compare)")
    expect(section.locator("tbody tr").first).to_have_css("break-before", "avoid")
    for above in (section.locator("h2"), section.locator("p.prose")):
        expect(above).to_have_css("break-after", "avoid")


@pytest.mark.parametrize("address", ALL)
def test_charts_shut_nobody_out(page: Page, charts: Charts, address: str) -> None:
    charts(page, address)
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()


def test_a_print_is_as_wide_as_the_paper(page: Page, charts: Charts) -> None:
    charts(page, RANKING)
    page.emulate_media(media="print")
    expect(page.locator(".chart__box .main-svg").first).to_have_attribute("width", "690")
    expect(page.locator(".modebar-btn")).to_have_count(0)


def test_without_scripts_the_table_says_everything(
    page: Page, charts: Charts, live_server: LiveServer
) -> None:
    bare = page.context.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain = bare.new_page()
    plain.goto(TRAJECTORY)
    expect(plain.get_by_text("画图需要脚本；图中的数值都在表格里。")).to_be_visible()
    plain.get_by_label("当年排名").check()
    plain.get_by_role("button", name="比较").click()
    expect(plain).to_have_url(re.compile("view=ranking"))
    expect(plain.get_by_role("row", name=re.compile("阳泉市")).first).to_be_visible()
    bare.close()
