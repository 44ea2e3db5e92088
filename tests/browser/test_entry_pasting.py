"""A table from Excel or WPS is read as a table, shown first, filled in, and taken back."""

import json

import pytest
from playwright.sync_api import Page, expect

from indicators.actuals.models import Actual
from tests.browser.axe import found_by_axe

TOTAL = "140300.total_water_use.2025"
GDP = "140300.gdp_water_intensity_reduction.2020-2025"
INDUSTRY = "140300.industrial_water_intensity_reduction.2020-2025"
LEAKAGE = "140300.pipe_leakage_rate.2025"

PASTE = """(cell, [text, html]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    if (html) clipboardData.setData("text/html", html);
    cell.focus();
    cell.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""

TABLES = [
    ("one cell", "2.21\r\n", [["2.21"]]),
    (
        "three columns",
        "2.21\t公报\t初步\r\n9.6\t\t\r\n",
        [["2.21", "公报", "初步"], ["9.6", "", ""]],
    ),
    ("a line break in a cell", '1\t"公报\n第2页"\r\n2', [["1", "公报\n第2页"], ["2"]]),
    ("a Windows line break in a cell", '"甲\r\n乙"\t1\r\n2', [["甲\n乙", "1"], ["2"]]),
    ("a tab in a cell", '"甲\t乙"\t1', [["甲\t乙", "1"]]),
    ("doubled quotation marks", '"称""公报"""\t1', [['称"公报"', "1"]]),
    ("an empty quoted cell", '""\t1', [["", "1"]]),
    ("a mark inside a cell", '3"管\t1', [['3"管', "1"]]),
    ("a mark that is never closed", '"公报\t1\r\n2', [['"公报', "1"], ["2"]]),
    ("words behind the closing mark", '"公报"第2页\t1', [['"公报"第2页', "1"]]),
    ("blank lines between and behind", "1\n\n2\n\n \t\n", [["1"], [""], ["2"]]),
    ("old line breaks", "1\r2", [["1"], ["2"]]),
    ("nothing", "", []),
]


def field(grid: Page, key: str, name: str = "value") -> str:
    return f'[name="{name}:{key}"]'


def paste(grid: Page, cell: str, text: str, html: str = "") -> None:
    grid.locator(cell).evaluate(PASTE, [text, html])
    expect(grid.locator("#paste")).to_be_visible()


def stored() -> dict[str, str]:
    rows = Actual.objects.filter(region="140300", year=2025)
    return {str(one.key): f"{one.printed_value} {one.source}".strip() for one in rows}


def test_a_table_is_read_as_spreadsheets_write_it(grid: Page) -> None:
    source = grid.evaluate("document.querySelector('script[src*=\"entry.js\"]').src")
    read = grid.evaluate(
        """async ([module, texts]) => {
            const { parseTable } = await import(module);
            return texts.map(parseTable);
        }""",
        [source.replace("entry.js", "table.js"), [text for _case, text, _cells in TABLES]],
    )
    found = {case: cells for (case, _text, _cells), cells in zip(TABLES, read, strict=True)}
    assert found == {case: cells for case, _text, cells in TABLES}
    hidden = grid.evaluate(
        """async (module) => {
            const { hiddenLines } = await import(module);
            const row = (style) => `<tr style="${style}"><td>1</td></tr>`;
            const html = `<table>${row("")}${row("display:none")}</table>`;
            return [hiddenLines(html, 2), hiddenLines(html, 3), hiddenLines("", 2)];
        }""",
        source.replace("entry.js", "table.js"),
    )
    assert hidden == [["2"], [], []]


def test_a_table_is_shown_first_then_filled_in_and_taken_back(grid: Page) -> None:
    text = '2.21\t"水资源公报\n第2页"\t初步\r\n\t年鉴\r\n9.1\r\n'
    paste(grid, field(grid, TOTAL), text)
    dialog = grid.locator("#paste")
    expect(dialog.locator("tbody tr")).to_have_count(3)
    expect(dialog).to_contain_text("水资源公报 第2页")
    assert stored() == {}
    assert found_by_axe(grid) == []
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    expect(grid.locator(field(grid, TOTAL))).to_be_focused()

    grid.locator(field(grid, INDUSTRY)).fill("9.3")
    grid.keyboard.press("Enter")
    expect(grid.locator(f'[id="message-{INDUSTRY}"]')).to_contain_text("已保存")
    paste(grid, field(grid, TOTAL), text)
    expect(dialog.locator("tr", has=grid.locator(f'[id="take-{INDUSTRY}"]'))).to_contain_text(
        "9.3 → 9.1"
    )
    # The source without a value can't be filled in by itself unless somebody wants it.
    grid.locator(f'[id="take-{GDP}"]').uncheck()
    dialog.get_by_role("button", name="填入 2 项").click()
    expect(grid.locator("#done")).to_contain_text("已填入 2 项")
    assert stored() == {TOTAL: "2.21 水资源公报 第2页", INDUSTRY: "9.1"}
    expect(grid.locator(field(grid, TOTAL))).to_have_value("2.21")
    expect(grid.locator("#progress")).to_contain_text("2/")

    grid.get_by_role("button", name="撤销这 2 项").click()
    expect(grid.locator("#done")).to_contain_text("已撤销 2 项")
    expect(grid.locator(field(grid, TOTAL))).to_have_value("")
    expect(grid.locator(field(grid, INDUSTRY))).to_have_value("9.3")
    assert stored() == {TOTAL: "None", INDUSTRY: "9.3"}
    # The one before it, by the keys; nothing is left then.
    grid.locator(field(grid, TOTAL)).press("Control+z")
    expect(grid.locator(field(grid, INDUSTRY))).to_have_value("")
    assert stored() == {TOTAL: "None", INDUSTRY: "None"}


def test_lines_by_name_and_lines_that_go_nowhere(grid: Page) -> None:
    rows = "".join(f"<tr style='{style}'><td>1</td></tr>" for style in ("", "", "display:none"))
    lines = ["城镇公共供水管网漏损率\t8.9", "没有的指标\t3", "用水总量\t2.21"]
    paste(grid, field(grid, INDUSTRY), "\r\n".join(lines), f"<table>{rows}</table>")
    dialog = grid.locator("#paste")
    expect(dialog).to_contain_text("第 2 行“没有的指标 3”：没有这个名称或代码的行")
    expect(dialog).to_contain_text("在原表格里是隐藏的")
    expect(grid.locator(f'[id="take-{TOTAL}"]')).not_to_be_checked()
    dialog.get_by_role("button", name="填入 1 项").click()
    expect(grid.locator("#done")).to_contain_text("已填入 1 项")
    assert stored() == {LEAKAGE: "8.9"}


@pytest.mark.parametrize("lost", ["network", "log-in"])
def test_a_preview_that_cannot_be_fetched_says_so(grid: Page, lost: str) -> None:
    if lost == "network":
        grid.context.set_offline(True)
    else:
        grid.context.clear_cookies(name="sessionid")
    paste(grid, field(grid, TOTAL), "2.21\r\n9.6")
    words = "连不上服务器" if lost == "network" else "登录已过期"
    expect(grid.locator("#paste")).to_contain_text(words)
    if lost == "network":
        grid.context.set_offline(False)
        grid.locator("#paste").get_by_role("button", name="再试一次").click()
        expect(grid.get_by_role("button", name="填入 2 项")).to_be_visible()


def test_a_source_fills_the_rows_below(grid: Page) -> None:
    for key, value in ((TOTAL, "2.21"), (GDP, "9.6"), (LEAKAGE, "8.9")):
        grid.locator(field(grid, key)).fill(value)
        grid.keyboard.press("Enter")
        expect(grid.locator(f'[id="message-{key}"]')).to_contain_text("已保存")
    source = grid.locator(field(grid, TOTAL, "source"))
    source.fill("水资源公报")
    grid.get_by_role("button", name="这一来源填到下面的行").click()
    expect(grid.locator(f'[id="take-{INDUSTRY}"]')).not_to_be_checked()  # it has no value
    grid.get_by_role("button", name="填入 2 项").click()
    expect(grid.locator("#done")).to_contain_text("已填入 2 项")
    expected = {TOTAL: "2.21 水资源公报", GDP: "9.6 水资源公报", LEAKAGE: "8.9 水资源公报"}
    assert stored() == expected


def test_what_is_typed_in_the_cell_is_known_to_the_preview(grid: Page) -> None:
    grid.locator(field(grid, TOTAL)).focus()
    grid.keyboard.type("2.2")
    paste(grid, field(grid, TOTAL), "2.21\r\n9.6")
    expect(grid.locator("#paste")).to_contain_text("2.2 → 2.21")
    shown = json.dumps(grid.locator("#paste").inner_text(), ensure_ascii=False)
    assert "别人改过" not in shown
    grid.keyboard.press("Escape")
    # Blank cells take nothing away, what is selected neither.
    cell = grid.locator(field(grid, TOTAL))
    cell.select_text()
    cell.evaluate(PASTE, ["\r\n\r\n", ""])
    expect(cell).to_have_value("2.2")
    expect(grid.locator("#paste")).to_be_hidden()
