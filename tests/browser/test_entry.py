"""A clerk fills in a year: types, moves with the keys, pastes from Excel, explains, submits."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from indicators.actuals.models import Actual
from tests.browser.axe import found_by_axe

TOTAL = "140300.total_water_use.2025"
GDP = "140300.gdp_water_intensity_reduction.2020-2025"
INDUSTRY = "140300.industrial_water_intensity_reduction.2020-2025"
LEAKAGE = "140300.pipe_leakage_rate.2025"

SignIn = Callable[[Page, str], None]


def test_typing_saves_and_enter_moves_down(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(f'[name="value:{GDP}"]')).to_be_focused()
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    expect(grid.locator("#progress")).to_contain_text("1/")
    grid.keyboard.press("ArrowUp")
    expect(total).to_be_focused()
    assert str(Actual.objects.get(region="140300").printed_value) == "2.21"


def test_enter_in_the_last_cell_saves_it_too(grid: Page) -> None:
    last = grid.locator(".entry__input").last
    last.fill("0.29")
    last.press("Enter")
    expect(last).to_be_focused()
    expect(grid.locator(".entry__message").last).to_contain_text("已保存")


def test_a_wrong_value_keeps_what_was_typed(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("22100万立方米")
    total.press("Tab")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("等于2.21")
    expect(total).to_have_value("22100万立方米")
    expect(total).to_have_attribute("aria-invalid", "true")
    assert not Actual.objects.filter(region="140300").exists()


def test_two_people_at_once_are_shown_both_values(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    other = grid.context.new_page()
    other.goto("/entry/140300/2025/")
    other.locator(f'[name="value:{TOTAL}"]').fill("2.22")
    other.locator(f'[name="value:{TOTAL}"]').press("Enter")
    expect(other.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    total.fill("2.23")
    total.press("Enter")
    stale = grid.locator(f'[id="message-{TOTAL}"]')
    expect(stale).to_contain_text("2.22")
    expect(stale).to_contain_text("2.23")
    stale.get_by_label("保留现在的值").check()
    expect(grid.locator(f'[name="value:{TOTAL}"]')).to_have_value("2.22")
    expect(grid.locator(f'[name="value:{TOTAL}"]')).to_be_focused()
    assert str(Actual.objects.get(region="140300").printed_value) == "2.22"


def test_explaining_and_submitting(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("2.4")
    total.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("突破约束性目标")
    grid.get_by_role("button", name="提交 1 项，待审核").click()
    expect(grid.locator("#problems")).to_be_focused()
    grid.locator(f'[name="explanation:{TOTAL}"]').fill("新增调水")
    grid.get_by_role("button", name="提交 1 项，待审核").click()
    expect(grid.get_by_text("已提交 1 项")).to_be_visible()
    assert Actual.objects.get(region="140300").state == "submitted"


def test_an_explanation_is_asked_for_again_when_the_value_changes(grid: Page) -> None:
    total = grid.locator(f'[name="value:{TOTAL}"]')
    explanation = grid.locator(f'[name="explanation:{TOTAL}"]')
    total.fill("2.4")
    total.press("Enter")
    explanation.fill("新增调水")
    explanation.press("Tab")
    expect(grid.locator(f'[id="row-{TOTAL}"].htmx-request')).to_have_count(0)
    total.fill("2.9")
    total.press("Enter")
    expect(explanation).to_have_value("")
    grid.get_by_label("此前对 2.4亿立方米 的解释仍然适用：新增调水").check()
    expect(explanation).to_have_value("新增调水")
    expect(grid.locator(f'[id="row-{TOTAL}"].htmx-request')).to_have_count(0)
    stored = Actual.objects.get(region="140300")
    assert (str(stored.printed_value), stored.explanation) == ("2.9", "新增调水")


def test_submitting_the_rows_that_are_ticked(grid: Page) -> None:
    for key, value in ((TOTAL, "2.21"), (LEAKAGE, "8.9")):
        grid.locator(f'[name="value:{key}"]').fill(value)
        grid.keyboard.press("Enter")
        expect(grid.locator(f'[id="message-{key}"]')).to_contain_text("已保存")
    tick = grid.locator(f'.entry__check[value="{TOTAL}"]')
    tick.check()
    # What else is typed in the row leaves the tick where it is.
    grid.locator(f'[name="source:{TOTAL}"]').fill("公报")
    grid.keyboard.press("Tab")
    expect(grid.locator(f'[id="row-{TOTAL}"].htmx-request')).to_have_count(0)
    expect(tick).to_be_checked()
    grid.get_by_role("button", name="提交勾选的行").click()
    expect(grid.get_by_text("已提交 1 项")).to_be_visible()
    states = {str(one.key): one.state for one in Actual.objects.filter(region="140300")}
    assert states == {TOTAL: "submitted", LEAKAGE: "draft"}
    grid.get_by_label("勾选全部待审核的行").check()
    expect(grid.locator(f'[name="withdraw"][value="{TOTAL}"]')).to_be_checked()
    grid.get_by_role("button", name="撤回勾选的行").click()
    expect(grid.get_by_text("已撤回 1 项")).to_be_visible()
    assert set(Actual.objects.filter(region="140300").values_list("state", flat=True)) == {"draft"}


def test_a_listed_problem_leads_to_its_field(grid: Page) -> None:
    grid.locator(f'[name="value:{TOTAL}"]').fill("2.4")
    grid.keyboard.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("突破约束性目标")
    grid.locator(f'.entry__check[value="{TOTAL}"]').check()
    grid.get_by_role("button", name="提交勾选的行").click()
    grid.locator("#problems a").click()
    expect(grid.locator(f'[name="explanation:{TOTAL}"]')).to_be_focused()
    expect(grid.locator(f'.entry__check[value="{TOTAL}"]')).to_be_checked()


def test_what_was_saved_is_said_in_the_unit(grid: Page) -> None:
    grid.locator(f'[name="value:{LEAKAGE}"]').fill("８.9％")
    grid.keyboard.press("Enter")
    expect(grid.locator(f'[id="message-{LEAKAGE}"]')).to_contain_text("已保存 8.9%")


def test_the_back_button_shows_what_is_stored(grid: Page) -> None:
    grid.goto("/entry/140300/2025/")  # with every cookie, by which the browser keeps it
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("2.21")
    total.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存")
    Actual.objects.filter(region="140300").update(value="2.22", version=2)
    grid.goto("/plans/")
    grid.go_back()
    expect(total).to_have_value("2.22")
    total.fill("2.23")
    total.press("Enter")
    expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text("已保存 2.23")


def test_no_value_yet(grid: Page) -> None:
    grid.locator(f'[id="row-{LEAKAGE}"] summary').click()
    grid.locator(f'[name="note:{LEAKAGE}"]').fill("住建年鉴六月发布")
    grid.locator(f'[name="status:{LEAKAGE}"]').select_option("not_available")
    expect(grid.locator(f'[id="message-{LEAKAGE}"]')).to_contain_text("已保存")
    actual = Actual.objects.get(region="140300")
    assert (actual.obs_status, actual.value) == ("not_available", None)


def test_on_a_phone_the_page_does_not_scroll_sideways(
    narrow_page: Page, clerk: str, sign_in: SignIn
) -> None:
    sign_in(narrow_page, clerk)
    narrow_page.goto("/entry/140300/2025/")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not narrow_page.evaluate(wide)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_a_wrong_value(
    grid: Page, scheme: Literal["light", "dark"]
) -> None:
    grid.emulate_media(color_scheme=scheme)
    total = grid.locator(f'[name="value:{TOTAL}"]')
    total.fill("约2.2")
    total.press("Enter")
    expect(total).to_have_attribute("aria-invalid", "true")
    assert found_by_axe(grid) == []
