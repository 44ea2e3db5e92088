"""A row saves itself while its clerk goes on: nothing typed is lost, whatever the network does."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect
from pytest_django import Settings

from indicators.actuals.models import Actual
from tests.browser.conftest import Held
from tests.indicators.actuals.workflow import LEAKAGE, TOTAL, history

SignIn = Callable[[Page, str], None]


def test_what_is_typed_and_ticked_while_the_row_saves_stays(grid: Page) -> None:
    total, message = grid.locator(f'[name="value:{TOTAL}"]'), f'[id="message-{TOTAL}"]'
    explanation = grid.locator(f'[name="explanation:{TOTAL}"]')
    tick = grid.locator(f'.entry__check[value="{TOTAL}"]')
    expect(explanation).to_be_hidden()
    expect(tick).to_be_hidden()
    total.fill("2.4")
    total.press("Enter")
    expect(explanation).to_be_visible()
    held = Held(grid, "**/row/")
    total.fill("2.41")
    tick.check()
    explanation.click()
    grid.keyboard.type("新增")
    held.pass_on()
    expect(grid.locator(message)).to_contain_text("已保存 2.41")
    expect(explanation).to_be_focused()
    grid.keyboard.type("调水")
    expect(explanation).to_have_value("新增调水")
    expect(tick).to_be_checked()
    assert held.seen == 1  # an answer sends nothing by itself
    held.let_all_go()
    grid.keyboard.press("Tab")
    expect(grid.locator(f'[id="row-{TOTAL}"].htmx-request')).to_have_count(0)
    grid.get_by_role("button", name="提交勾选的行").click()
    expect(grid.get_by_text("已提交 1 项")).to_be_visible()
    assert Actual.objects.get(region="140300").explanation == "新增调水"


def test_answers_that_overtake_one_another_leave_the_right_numbers(grid: Page) -> None:
    held = Held(grid, "**/row/")
    for number, (key, value) in enumerate(((TOTAL, "2.21"), (LEAKAGE, "8.9")), start=1):
        grid.locator(f'[name="value:{key}"]').fill(value)
        grid.keyboard.press("Enter")
        held.wait(number)
    held.pass_on(newest=True)
    expect(grid.locator(f'[id="message-{LEAKAGE}"]')).to_contain_text("已保存")
    held.pass_on()
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    expect(grid.locator("#progress")).to_contain_text("2/")
    expect(grid.locator("#progress progress")).to_have_js_property("value", 2)
    expect(grid.get_by_role("button", name="提交 2 项，待审核")).to_be_visible()
    held.let_all_go()
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("")
    total.press("Enter")
    expect(grid.get_by_role("button", name="提交 1 项，待审核")).to_be_visible()
    expect(grid.locator("#progress")).to_contain_text("1/")


def test_an_explanation_is_in_sight_while_it_is_asked_for(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    explanation = grid.locator(f'[name="explanation:{TOTAL}"]')
    for value, asked in (("2.4", True), ("2.2", False), ("2.5", True)):
        total.fill(value)
        total.press("Enter")
        expect(explanation).to_be_visible(visible=asked)


def test_an_explanation_that_still_holds_is_kept_while_the_row_saves(grid: Page) -> None:
    total, row = grid.locator(f'[name="value:{TOTAL}"]'), f'[id="row-{TOTAL}"]'
    explanation = grid.locator(f'[name="explanation:{TOTAL}"]')
    for value, text in (("2.4", "新增调水"), ("2.9", "")):
        total.fill(value)
        total.press("Enter")
        expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text(f"已保存 {value}")
        explanation.fill(text)
        explanation.press("Tab")
        expect(grid.locator(f"{row}.htmx-request")).to_have_count(0)
    held = Held(grid, "**/row/")
    total.fill("2.8")
    total.press("Enter")
    grid.get_by_label("此前对 2.4亿立方米 的解释仍然适用").check()
    held.let_all_go()
    expect(grid.locator(f"{row}.htmx-request")).to_have_count(0)
    expect(explanation).to_have_value("新增调水")
    assert Actual.objects.get(region="140300").explanation == "新增调水"


def test_without_a_network_what_was_typed_stays_and_is_tried_again(grid: Page) -> None:
    total, message = grid.locator(f'[name="value:{TOTAL}"]'), f'[id="message-{TOTAL}"]'
    grid.context.set_offline(True)
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(message)).to_contain_text("没有保存：连不上服务器")
    expect(total).to_have_value("2.21")
    grid.context.set_offline(False)
    grid.locator(message).get_by_role("button", name="再试一次").click()
    expect(grid.locator(message)).to_contain_text("已保存")
    expect(grid.locator(".entry__unsaved")).to_have_count(0)
    assert str(Actual.objects.get(region="140300").printed_value) == "2.21"


def test_after_the_log_in_ran_out_nothing_typed_is_lost(
    grid: Page, sign_in: SignIn, clerk: str
) -> None:
    grid.context.clear_cookies(name="sessionid")
    total, message = grid.locator(f'[name="value:{TOTAL}"]'), f'[id="message-{TOTAL}"]'
    total.fill("2.21")
    # Straight from the cell to the button: neither may leave the page.
    grid.get_by_role("button", name="保存", exact=True).click()
    expect(grid.locator(message)).to_contain_text("没有保存：登录已过期")
    expect(total).to_have_value("2.21")
    # Another window logs in, which changes the token that this page was given.
    sign_in(grid, clerk)
    server = "{0.scheme}://{0.netloc}/".format(urlsplit(grid.url))
    grid.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": server}])
    grid.locator(message).get_by_role("button", name="再试一次").click()
    expect(grid.locator(message)).to_contain_text("已保存")
    assert str(Actual.objects.get(region="140300").printed_value) == "2.21"


def test_in_debug_mode_a_refused_row_leaves_the_page_as_it_is(
    grid: Page, settings: Settings
) -> None:
    settings.DEBUG = True
    grid.reload()
    total, message = grid.locator(f'[name="value:{TOTAL}"]'), f'[id="message-{TOTAL}"]'
    grid.route("**/row/", lambda route: route.fulfill(status=403, body="<h1>Forbidden</h1>"))
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(message)).to_contain_text("没有填写这一行的权限")
    expect(total).to_have_value("2.21")
    expect(grid.get_by_text("Forbidden")).to_have_count(0)


def test_a_double_click_submits_once(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    grid.get_by_role("button", name="提交 1 项，待审核").dblclick()
    expect(grid.get_by_text("已提交 1 项")).to_be_visible()
    expect(grid.get_by_text("没有可以提交的数值")).to_have_count(0)
    actions = [one.action for one in history(Actual.objects.get(region="140300"))]
    assert actions == ["save", "submit"]
