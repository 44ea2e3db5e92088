"""A clerk fills in the template, looks at what it would do, explains, imports, takes it back."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from common.sheets import XLSX_TYPE
from indicators.actuals.models import Actual
from tests.browser.axe import found_by_axe
from tests.browser.test_progress import button
from tests.siwei.exchange.files import workbook

SignIn = Callable[[Page, str], None]
WRONG = ("阳泉市", "不存在的指标", 2025, 1, "", "")
RIGHT = ("阳泉市", "用水总量", 2025, 20500, "万立方米", "水资源公报")


def filled(template: Path, values: dict[str, float]) -> bytes:
    """The template with a value and a source in the rows of these indicators, as a person fills
    it in: by its heads and printed names."""
    book = load_workbook(BytesIO(template.read_bytes()))
    sheet = book.worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if row[0] == "指标")
    value = next(at for at, head in enumerate(heads, start=1) if "实际值" in head)
    source = heads.index("来源") + 1
    for line, row in enumerate(rows, start=1):
        if row[0] in values:
            sheet.cell(line, value).value = values[row[0]]
            sheet.cell(line, source).value = "水资源公报"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def file(content: bytes) -> FilePayload:
    return {"name": "阳泉市2025年.xlsx", "mimeType": XLSX_TYPE, "buffer": content}


def test_from_the_template_to_the_values_and_back(page: Page, clerk: str, sign_in: SignIn) -> None:
    sign_in(page, clerk)
    page.goto("/entry/140300/2025/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    page.get_by_role("link", name="导入填好的文件").click()
    sent = filled(download.value.path(), {"用水总量": 9, "农业灌溉面积": 10.1})
    page.get_by_label("表格文件").set_input_files(file(sent))
    button(page, "上传并预览")
    expect(page.locator(".lead")).to_contain_text("确认后写入 2 行")
    water = page.locator("tr", has=page.get_by_role("link", name="用水总量", exact=True))
    expect(water).to_contain_text("空 → 9亿立方米")
    assert found_by_axe(page) == []

    button(page, "导入 2 行")
    expect(page.get_by_role("alert")).to_contain_text("没有写入任何数值")
    assert found_by_axe(page) == []
    water.get_by_label("请解释").fill("口径含引黄水量")
    page.get_by_role("button", name="新增 1").click()
    expect(page.locator(".import__row")).to_have_count(1)
    page.get_by_role("link", name="全部").click()
    expect(water.get_by_label("请解释")).to_have_value("口径含引黄水量")
    button(page, "导入 2 行")
    expect(page.get_by_role("status")).to_contain_text("已导入 2 个数值")
    assert found_by_axe(page) == []
    page.get_by_role("link", name="阳泉市 2025 年").click()
    expect(page.locator("[id='value-140300.total_water_use.2025']")).to_have_value("9")

    page.go_back()
    button(page, "撤销这次导入")
    expect(page.get_by_role("status")).to_contain_text("已撤销：2 个数值恢复到导入之前")
    assert not Actual.objects.filter(year=2025, value__isnull=False, region="140300").exists()
    assert found_by_axe(page) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone(narrow_page: Page, clerk: str, sign_in: SignIn, language: str) -> None:
    sign_in(narrow_page, clerk)
    narrow_page.goto("/import/")
    wide = "document.documentElement.scrollWidth - innerWidth"
    if language == "en":
        narrow_page.get_by_role("button", name="English").click()
    assert found_by_axe(narrow_page) == []
    assert narrow_page.evaluate(wide) <= 0
    narrow_page.locator("input[type=file]").set_input_files(file(workbook(RIGHT, WRONG)))
    narrow_page.locator("form[enctype] button").click()
    expect(narrow_page.locator(".import__row")).to_have_count(2)
    assert narrow_page.evaluate(wide) <= 0
    assert found_by_axe(narrow_page) == []
    narrow_page.locator("input[value=blocked]").check()
    narrow_page.locator("[formaction$='/commit/']").click()
    expect(narrow_page.locator(".message--success")).to_be_visible()
    assert narrow_page.evaluate(wide) <= 0
    assert found_by_axe(narrow_page) == []
