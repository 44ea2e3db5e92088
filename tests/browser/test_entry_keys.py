"""Fifteen values with their sources by keyboard alone; sources that are taken over are seen, saved
and never replace what somebody wrote; the menu of a row; the height of the page, and its paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.actuals.models import Actual
from tests.browser.axe import found_by_axe
from tests.indicators.actuals.workflow import history

TOTAL = "140300.total_water_use.2025"
GDP = "140300.gdp_water_intensity_reduction.2020-2025"
INDUSTRY = "140300.industrial_water_intensity_reduction.2020-2025"
LEAKAGE = "140300.pipe_leakage_rate.2025"
BULLETIN = "2025年阳泉市水资源公报"
# In the order of the grid, as a bulletin prints them.
VALUES = [
    "2.21",
    "10.7",
    "9.4",
    "0.626",
    "155.6",
    "8.9",
    "25.5",
    "9.86",
    "47.3",
    "96.1",
    "0.438",
    "4.15",
    "0.241",
    "1.50",
    "0.29",
]

COUNT = """() => {
    window.pressed = 0;
    document.addEventListener("keydown", () => { window.pressed += 1; }, { capture: true });
}"""


def source(grid: Page, key: str) -> str:
    return grid.locator(f'[name="source:{key}"]').input_value()


def quiet(grid: Page) -> None:
    expect(grid.locator(".htmx-request")).to_have_count(0)


def test_fifteen_values_with_their_sources_take_few_keys(grid: Page) -> None:
    grid.evaluate(COUNT)
    grid.locator(".entry__input").first.focus()
    grid.keyboard.press("Alt+s")
    expect(grid.get_by_label("本次填报的来源")).to_be_focused()
    grid.keyboard.type(BULLETIN)
    grid.keyboard.press("Enter")
    for value in VALUES:
        grid.keyboard.type(value)
        grid.keyboard.press("Enter")
    quiet(grid)
    pressed = int(grid.evaluate("window.pressed"))
    stored = list(Actual.objects.filter(region="140300", year=2025))
    assert sorted(str(one.printed_value) for one in stored) == sorted(VALUES)
    assert {one.source for one in stored} == {BULLETIN}
    # The browser counts no key for a Chinese character.
    assert pressed + sum(not one.isascii() for one in BULLETIN) <= 120


def test_a_source_beside_each_value_takes_few_keys_too(grid: Page) -> None:
    """Value, Tab, Ctrl+D, Enter: back in the next row's value, as in a spreadsheet."""
    grid.evaluate(COUNT)
    grid.locator(".entry__input").first.focus()
    for number, value in enumerate(VALUES):
        grid.keyboard.type(value)
        grid.keyboard.press("Tab")
        if number:
            grid.keyboard.press("Control+d")
        else:
            grid.keyboard.type(BULLETIN)
        grid.keyboard.press("Enter")
    quiet(grid)
    stored = list(Actual.objects.filter(region="140300", year=2025))
    assert sorted(str(one.printed_value) for one in stored) == sorted(VALUES)
    assert {one.source for one in stored} == {BULLETIN}
    # Beside the characters of the source, which is typed once.
    assert int(grid.evaluate("window.pressed")) - sum(one.isascii() for one in BULLETIN) <= 120


def test_what_is_taken_over_is_seen_and_replaces_nothing(grid: Page) -> None:
    grid.locator(f'[name="source:{GDP}"]').fill("统计年鉴")
    grid.get_by_label("本次填报的来源").fill(BULLETIN)
    assert source(grid, TOTAL) == ""  # not before there is a value
    for key, value in ((TOTAL, "2.21"), (GDP, "10.7")):
        grid.locator(f'[name="value:{key}"]').fill(value)
        grid.keyboard.press("Enter")
        expect(grid.locator(f'[id="message-{key}"]')).to_contain_text("已保存")
    taken = grid.locator(f'[name="source:{TOTAL}"]')
    expect(taken).to_have_class("input entry__taken")
    expect(grid.locator("#source-taken")).to_have_text(f"来源：{BULLETIN}")
    assert (source(grid, TOTAL), source(grid, GDP)) == (BULLETIN, "统计年鉴")
    actual = Actual.objects.get(region="140300", indicator="total_water_use")
    assert [(one.action, one.number) for one in history(actual)] == [("save", 1)]
    grid.locator(f'[id="message-{TOTAL}"]').get_by_role("button", name="撤销").click()
    expect(taken).to_have_value("")
    taken.fill("年鉴")
    expect(taken).to_have_class("input")


def test_the_source_above_is_offered_and_taken_by_a_key(grid: Page) -> None:
    first, second = (grid.locator(f'[name="source:{key}"]') for key in (TOTAL, INDUSTRY))
    first.focus()
    grid.keyboard.press("Control+d")
    expect(first).to_have_value("")  # nothing is above
    for key, value in ((TOTAL, "2.21"), (INDUSTRY, "9.1")):
        grid.locator(f'[name="value:{key}"]').fill(value)
        grid.keyboard.press("Enter")
    first.fill(BULLETIN)
    second.focus()
    expect(second).to_have_attribute("placeholder", f"Ctrl+D: {BULLETIN}")
    grid.keyboard.press("Control+d")
    expect(second).to_have_value(BULLETIN)
    # In a source that says something the key fills the rows below, after a preview.
    grid.keyboard.press("Control+d")
    expect(grid.locator("#paste")).to_be_visible()
    quiet(grid)
    sources = Actual.objects.filter(region="140300").values_list("source", flat=True)
    assert set(sources) == {BULLETIN}


def test_the_menu_of_a_row_by_keyboard(grid: Page) -> None:
    value = grid.locator(f'[name="value:{LEAKAGE}"]')
    menu = grid.locator(f'[id="row-{LEAKAGE}"] .entry__menu')
    status, note = (menu.locator(f'[name^="{name}:"]') for name in ("status", "note"))
    expect(status).to_be_hidden()
    value.fill("8.9")
    value.press("Alt+m")
    expect(status).to_be_focused()
    assert found_by_axe(grid) == []
    status.select_option("preliminary")
    grid.keyboard.press("Escape")
    expect(value).to_be_focused()
    expect(status).to_be_hidden()
    expect(menu.locator(".entry__brief")).to_have_text("初步数")
    quiet(grid)
    assert Actual.objects.get(region="140300").obs_status == "preliminary"

    value.press("Alt+m")
    note.fill("快报数")
    note.press("Enter")
    expect(value).to_be_focused()
    quiet(grid)
    assert Actual.objects.get(region="140300").note == "快报数"
    # By Tab it is reached as well, and closes when one goes on.
    grid.keyboard.press("Tab")
    grid.keyboard.press("Tab")
    expect(menu.locator("summary")).to_be_focused()
    grid.keyboard.press("Enter")
    expect(note).to_be_visible()
    value.focus()
    expect(note).to_be_hidden()


def test_a_reason_that_is_missing_marks_the_note(grid: Page) -> None:
    row = grid.locator(f'[id="row-{LEAKAGE}"]')
    value, note = (row.locator(f'[name^="{name}:"]') for name in ("value", "note"))
    row.locator("summary").click()
    row.locator("select").select_option("not_available")
    expect(row.locator(".field__error")).to_be_visible()
    expect(note).to_be_visible()
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(value).not_to_have_attribute("aria-invalid", "true")
    note.fill("年鉴八月发布")
    note.press("Enter")
    expect(row.locator(".entry__saved")).to_be_visible()
    expect(note).not_to_have_attribute("aria-invalid", "true")


def test_what_somebody_has_closed_stays_closed(grid: Page) -> None:
    row = grid.locator(f'[id="row-{LEAKAGE}"]')
    value = row.locator('[name^="value:"]')
    value.press("Alt+m")
    row.locator("select").select_option("not_available")
    grid.keyboard.press("Escape")
    expect(row.locator(".field__error")).to_be_visible()
    expect(row.locator('[name^="note:"]')).to_be_hidden()
    expect(value).to_be_focused()


def test_preliminary_waits_in_the_form_for_its_value(grid: Page) -> None:
    row = grid.locator(f'[id="row-{LEAKAGE}"]')
    value = row.locator('[name^="value:"]')
    value.press("Alt+m")
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("Escape")
    expect(row.locator(".field__error")).to_contain_text("“初步数”没有保存")
    expect(row.locator(".entry__saved")).to_have_count(0)
    value.fill("8.9")
    value.press("Enter")
    expect(row.locator(".entry__saved")).to_be_visible()
    assert Actual.objects.get(region="140300").obs_status == "preliminary"


@pytest.mark.parametrize("width", [1366, 1440])
def test_fifteen_rows_fit_a_page(grid: Page, width: int) -> None:
    grid.set_viewport_size({"width": width, "height": 768})
    assert grid.locator(".entry__row").count() >= 15
    heights = grid.evaluate(
        "[...document.querySelectorAll('.entry__row')].map(r => r.offsetHeight)"
    )
    assert max(heights) <= 56
    assert grid.evaluate("document.documentElement.scrollHeight") <= 1200
    value = grid.locator(f'[name="value:{TOTAL}"]').bounding_box()
    beside = grid.locator(f'[name="source:{TOTAL}"]').bounding_box()
    assert value and beside and abs(value["y"] - beside["y"]) < 2


@pytest.mark.parametrize("width", [390, 683, 800, 1024, 1280])
def test_no_width_scrolls_sideways(grid: Page, width: int) -> None:
    grid.set_viewport_size({"width": width, "height": 844})
    wide = """[document.documentElement, document.querySelector('.frame')]
        .filter(one => one.scrollWidth > one.clientWidth).length"""
    assert grid.evaluate(wide) == 0


def test_on_a_phone_the_name_stays_in_sight(
    narrow_page: Page, clerk: str, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(narrow_page, clerk)
    narrow_page.goto("/entry/140300/2025/")
    row = narrow_page.locator(f'[id="row-{TOTAL}"]')
    value, beside = (
        row.locator(f'[name^="{name}:"]').bounding_box() for name in ("value", "source")
    )
    assert value and beside and beside["y"] > value["y"]
    for field in ("value", "source"):
        box = row.locator(f'[name^="{field}:"]').bounding_box()
        assert box and box["height"] >= 44
    narrow_page.evaluate(
        "y => scrollTo(0, y)", row.evaluate("row => row.getBoundingClientRect().bottom - 90")
    )
    name = row.locator("th").bounding_box()
    assert name and -1 <= name["y"] < 20


def test_paper_has_lines_to_sign_and_the_sources_in_full(grid: Page) -> None:
    signs = grid.locator(".sign")
    expect(signs).to_be_hidden()
    long = "2025年阳泉市水资源公报，第三章第二节，表3-4《各县（区）用水量》"
    grid.locator(f'[name="value:{TOTAL}"]').fill("2.21")
    grid.locator(f'[name="source:{TOTAL}"]').fill(long)
    grid.keyboard.press("Enter")
    quiet(grid)
    grid.emulate_media(media="print")
    for words in ("填表人", "审核人", "单位盖章", "日期"):
        expect(signs).to_contain_text(words)
    expect(signs).to_be_visible()
    expect(grid.locator(f'[id="row-{TOTAL}"] .entry__paper')).to_have_text(long)
    expect(grid.locator(f'[id="row-{TOTAL}"] .entry__paper')).to_be_visible()
    expect(grid.locator("#do-save")).to_be_hidden()


def test_without_scripts_it_is_one_form(
    browser: Browser, live_server: LiveServer, clerk: str, sign_in: Callable[[Page, str], None]
) -> None:
    context = browser.new_context(
        base_url=live_server.url, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, clerk)
    page.goto("/entry/140300/2025/")
    expect(page.locator(".entry__default")).to_be_hidden()  # it could do nothing
    page.locator(f'[name="value:{TOTAL}"]').fill("2.21")
    page.locator(f'[name="source:{TOTAL}"]').fill(BULLETIN)
    page.locator(f'[id="row-{LEAKAGE}"] summary').click()
    page.locator(f'[name="status:{LEAKAGE}"]').select_option("not_available")
    page.locator(f'[name="note:{LEAKAGE}"]').fill("住建年鉴六月发布")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存 2 项。")).to_be_visible()
    expect(page.locator(f'[id="row-{LEAKAGE}"] .entry__brief')).to_have_text("尚未发布")
    context.close()
    rows = Actual.objects.filter(region="140300")
    assert {(str(one.key), one.source, one.note) for one in rows} == {
        (TOTAL, BULLETIN, ""),
        (LEAKAGE, "", "住建年鉴六月发布"),
    }
