"""Keys in the grid: nothing typed is lost or sent by accident, and a saved cell is taken back."""

from playwright.sync_api import Dialog, Page, expect

from indicators.actuals.models import Actual
from tests import factories
from tests.browser.conftest import PATIENCE, Held

TOTAL = "140300.total_water_use.2025"
GDP = "140300.gdp_water_intensity_reduction.2020-2025"
VALUE, NEXT = f'[name="value:{TOTAL}"]', f'[name="value:{GDP}"]'
MESSAGE = f'[id="message-{TOTAL}"]'

KEY = """(field, init) => field.dispatchEvent(
    new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }))"""


def value() -> str:
    return str(Actual.objects.get(region="140300").printed_value)


def test_the_enter_that_ends_a_composition_neither_moves_nor_saves(grid: Page) -> None:
    cell = grid.locator(VALUE)
    cell.focus()
    grid.keyboard.type("2.2")
    for init in ({"key": "Enter", "isComposing": True}, {"key": "Enter", "keyCode": 229}):
        cell.evaluate(KEY, init)
        expect(cell).to_be_focused()
    assert not Actual.objects.filter(region="140300").exists()
    source = grid.locator(f'[name="source:{TOTAL}"]')
    source.fill("公报")
    expect(grid.locator(MESSAGE)).to_contain_text("已保存")
    # Enter in a text sends no page: it goes to the same column of the next row.
    source.press("Enter")
    expect(grid.locator(f'[name="source:{GDP}"]')).to_be_focused()
    expect(grid.locator(f'[id="row-{TOTAL}"].htmx-request')).to_have_count(0)
    assert Actual.objects.get(region="140300").source == "公报"
    assert grid.locator("#problems, .messages").count() == 0
    modes = [grid.locator(one).get_attribute("inputmode") for one in (VALUE, NEXT)]
    assert modes == ["decimal", "text"]  # a reduction may be below zero


def test_a_saved_cell_is_taken_back_beside_it_and_by_the_keys(grid: Page) -> None:
    for typed in ("2.1", "2.2", "2.21"):
        grid.locator(VALUE).fill(typed)
        grid.keyboard.press("Enter")
        expect(grid.locator(MESSAGE)).to_contain_text(f"已保存 {typed}")
    grid.locator(MESSAGE).get_by_role("button", name="撤销").click()
    expect(grid.locator(MESSAGE)).to_contain_text("已撤销，现为 2.2")
    expect(grid.locator(VALUE)).to_have_value("2.2")
    # In a cell that is being typed in, the browser's own undo works.
    other = grid.locator(NEXT)
    other.focus()
    grid.keyboard.type("9")
    other.press("Control+z")
    expect(other).to_have_value("")
    other.press("Control+z")
    expect(grid.locator(MESSAGE)).to_contain_text("现为 2.1")
    assert value() == "2.1"


def test_leaving_with_a_cell_that_is_not_saved_asks_and_saves(grid: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.locator(VALUE).focus()
    grid.keyboard.type("2.2")
    grid.once("dialog", stay)
    grid.evaluate("void setTimeout(() => location.reload())")
    expect(grid.locator(MESSAGE)).to_contain_text("已保存 2.2")
    assert asked == ["beforeunload"]
    # What is saved keeps nobody.
    grid.reload()
    assert asked == ["beforeunload"]

    # What the server refused is nowhere else.
    grid.locator(VALUE).fill("约2.3")
    grid.keyboard.press("Enter")
    expect(grid.locator(MESSAGE)).to_contain_text("不是数字")
    grid.once("dialog", leave)
    grid.reload()
    assert asked == ["beforeunload"] * 2
    assert value() == "2.2"

    # Whoever leaves all the same finds the value again.
    grid.locator(VALUE).focus()
    grid.keyboard.press("Control+a")
    grid.keyboard.type("2.21")
    grid.once("dialog", leave)
    grid.goto("/plans/")
    assert asked == ["beforeunload"] * 3
    for _moment in range(PATIENCE // 10):
        if value() == "2.21":
            break
        grid.wait_for_timeout(10)
    assert value() == "2.21"


def test_a_link_waits_until_the_cell_is_saved(grid: Page) -> None:
    grid.locator(VALUE).focus()
    grid.keyboard.type("2.2")
    grid.locator(".path a, nav a").first.click()
    grid.wait_for_url(lambda url: "/entry/140300/2025/" not in url)
    assert value() == "2.2"


def test_a_form_that_leads_elsewhere_waits_until_the_cell_is_saved(grid: Page) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", leave)
    held = Held(grid, "**/row/")
    grid.locator(VALUE).focus()
    grid.keyboard.type("2.2")
    grid.get_by_role("button", name="English").click()
    held.wait()
    expect(grid.locator("html")).to_have_attribute("lang", "zh-Hans")
    held.let_all_go()
    expect(grid.locator("html")).to_have_attribute("lang", "en")
    expect(grid.locator(VALUE)).to_have_value("2.2")
    assert (held.seen, asked) == (1, [])


def test_a_page_that_the_browser_kept_shows_what_is_stored(grid: Page) -> None:
    factories.actual(year=2025, value="2.22", state="draft", published=None)
    grid.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(grid.locator(VALUE)).to_have_value("2.22")


def test_words_on_a_neighbour_never_cover_what_it_still_asks(grid: Page) -> None:
    """A row's answer may renew what is said of others, but not a refusal or a version unseen."""
    grid.locator(NEXT).fill("约9")
    grid.keyboard.press("Enter")
    expect(grid.locator(f'[id="message-{GDP}"]')).to_contain_text("不是数字")

    def with_neighbours(text: str) -> str:
        neighbour = f'<div id="message-{GDP}" hx-swap-oob="innerHTML"><p>另一句话</p></div>'
        return f"{text}{neighbour}"

    def answer(route: object) -> None:
        got = route.fetch()  # type: ignore[attr-defined]
        route.fulfill(response=got, body=with_neighbours(got.text()))  # type: ignore[attr-defined]

    grid.route("**/row/", answer)
    grid.locator(VALUE).fill("2.2")
    grid.keyboard.press("Enter")
    expect(grid.locator(MESSAGE)).to_contain_text("已保存 2.2")
    expect(grid.locator(f'[id="message-{GDP}"]')).to_contain_text("不是数字")
