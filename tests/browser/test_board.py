"""The board of tasks: one filter, three views of what it finds, on any screen and on paper."""

import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

# Of a sheet that lies across, in points.
A3 = (1190, 841)
MATRIX = "/tasks/?view=matrix&plan=taiyuan-2026"


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


def left_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"]


def test_the_filter_goes_with_the_reader_from_view_to_view(page: Page, plans: None) -> None:
    page.goto("/tasks/")
    page.get_by_label("规划").select_option("yangquan-2025")
    page.get_by_label("职责").select_option("lead")
    views = page.get_by_role("navigation", name="视图")
    expect(page).to_have_url(re.compile("plan=yangquan-2025&role=lead$"))

    views.get_by_role("link", name="部门分工矩阵").click()
    expect(page).to_have_url(re.compile(r"plan=yangquan-2025&role=lead&view=matrix$"))
    table = page.get_by_role("table", name="部门分工矩阵")
    expect(table.get_by_role("columnheader", name="市水利局")).to_be_visible()
    page.get_by_label("搜索").fill("管网")
    expect(table.get_by_role("rowheader", name="深入推进城乡生活节水")).to_be_visible()
    expect(table.get_by_role("rowgroup")).to_have_count(3)  # heads, one group, totals
    expect(page).to_have_url(re.compile("view=matrix"))

    views.get_by_role("link", name="时间线").click()
    expect(views.get_by_role("link", name="时间线")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("搜索")).to_have_value("管网")


def test_departments_are_offered_for_the_plan(page: Page, plans: None) -> None:
    page.goto("/tasks/")
    page.get_by_label("规划").select_option("yangquan-2025")
    department = page.get_by_label("部门")
    expect(department.get_by_role("option", name="阳泉市水利局", exact=True)).to_be_attached()
    expect(department.get_by_role("option", name="太原市水务局")).to_have_count(0)
    department.select_option(label="阳泉市水利局")
    expect(page).to_have_url(re.compile(r"plan=yangquan-2025&department=\d+$"))
    expect(page.get_by_label("部门")).not_to_have_value("")


def test_further_conditions_open_where_they_are_asked(page: Page, plans: None) -> None:
    page.goto("/tasks/")
    expect(page.get_by_label("到期不晚于")).to_be_hidden()
    page.get_by_text("更多条件").click()
    page.get_by_label("到期不晚于").fill("2026-06-30")
    expect(page).to_have_url(re.compile(r"/tasks/\?due_before=2026-06-30$"))
    page.reload()
    expect(page.get_by_label("到期不晚于")).to_be_visible()


def test_the_heads_of_the_matrix_stay_in_sight(narrow_page: Page, plans: None) -> None:
    narrow_page.goto(MATRIX)
    frame = narrow_page.locator(".duties__frame")
    frame.scroll_into_view_if_needed()
    head = narrow_page.get_by_role("columnheader", name="市水务局")
    task = narrow_page.get_by_role("rowheader", name="用好改革成果")
    before = top_of(head), left_of(task)
    frame.evaluate("frame => frame.scrollTo(400, 0)")
    assert left_of(task) == pytest.approx(before[1], abs=2)
    frame.evaluate("frame => frame.scrollTo(0, 300)")
    assert top_of(head) == pytest.approx(before[0], abs=2)


def test_a_sign_says_in_words_what_it_means(page: Page, plans: None) -> None:
    page.goto(MATRIX)
    row = page.get_by_role("row", name="强化取用水监管")
    expect(row.get_by_role("cell", name="牵头（具体任务 5–9）").first).to_be_visible()
    expect(page.get_by_text("◇ 按职责分工")).to_be_visible()


@pytest.mark.parametrize("slug", ["taiyuan-2026", "jincheng-2020", "liaocheng-2025"])
def test_the_matrix_is_printed_on_a3_across(page: Page, plans: None, slug: str) -> None:
    page.goto(f"/tasks/?view=matrix&plan={slug}")
    names = page.locator(".duties__department").all_inner_texts()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in paper.pages:
        assert tuple(map(float, sheet.mediabox[2:])) == pytest.approx(A3, abs=2)
        # One sheet wide, and the names of the departments on each of them; a PDF has some of their
        # characters as radicals, so the bureaus are counted.
        assert sheet.extract_text().count("局") >= sum("局" in name for name in names) > 10
    assert len(paper.pages) <= 2


def test_the_time_line_can_be_read_on_a_phone(narrow_page: Page, plans: None) -> None:
    narrow_page.goto("/tasks/?view=timeline&plan=taiyuan-2026")
    entry = narrow_page.get_by_role("listitem").filter(has_text="2026年6月底前")
    expect(entry.get_by_text("2026-06-30")).to_be_visible()
    day, status = entry.locator(".timeline__when"), entry.locator(".timeline__status")
    assert top_of(status) > top_of(day) and left_of(status) == left_of(day)
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
