"""The pages of an import: a file is sent, looked at, explained, imported and taken back."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from common.records.models import HistoryRow
from common.tables import Column, Sheet
from indicators.actuals.models import Actual
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.rules.rows import from_json
from siwei.exchange.viewmodels.marked import as_marked_xlsx
from siwei.exchange.viewmodels.rows_sheet import CellMark
from siwei.exchange.views import home
from tests import factories
from tests.people import administrator, editor, open_year, reviewer, viewer
from tests.siwei.exchange.files import upload, workbook
from tests.siwei.test_presentation_reads_nothing import open_all

HOME = "/import/"
WATER, EFFICIENCY = "140300.total_water_use.2025", "140300.irrigation_efficiency.2025"
NEW = ("阳泉市", "用水总量", 2025, 22700, "万立方米", "水资源公报")
CHANGED = ("140300", "irrigation_efficiency", 2025, 0.63, "", "年鉴")
UNCHANGED = ("140300", "irrigation_efficiency", 2025, "0.624", "", "")
IMPLAUSIBLE = ("阳泉市", "用水总量", 2025, 9, "亿立方米", "水资源公报")
IMPLAUSIBLE_TOO = ("140300", "irrigation_efficiency", 2025, 0.1, "", "年鉴")
LOCKED = ("阳泉市", "用水总量", 2024, 2.2, "亿立方米", "水资源公报")
WRONG = ("阳泉市", "不存在的指标", 2025, 1, "", "")


@pytest.fixture
def alice(db: None) -> User:
    factories.mini_plan()
    open_year(2025)
    factories.actual()
    factories.actual("irrigation_efficiency", 2025, value="0.624", state="draft", published=None)
    return editor("alice")


@pytest.fixture
def clerk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def send(client: Client, *rows: Any, name: str = "阳泉市2025年.xlsx") -> int:
    """Sends a workbook; the number of its batch."""
    answer = client.post(HOME, {"file": upload(*rows, name=name)})
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.headers["Location"].split("/")[2])


def words(answer: Any) -> str:
    """What a page says, without its marks."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def page(client: Client, batch: int, query: str = "") -> str:
    answer = client.get(f"{HOME}{batch}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def stored(key: str) -> str | None:
    region, indicator, year = key.split(".")
    found = Actual.objects.filter(region=region, indicator=indicator, year=year).first()
    return None if found is None else str(found.printed_value)


def test_a_file_is_previewed_and_nothing_is_written(clerk: Client) -> None:
    batch = send(clerk, NEW, CHANGED, WRONG, LOCKED)
    said = words(clerk.get(f"{HOME}{batch}/"))
    assert "共 4 行，确认后写入 2 行" in said
    assert "22700 万立方米 = 2.27亿立方米" in said
    assert "0.624 → 0.63" in said
    assert "没有叫“不存在的指标”的指标" in said
    assert "文件中是 2.2亿立方米" in said
    assert "填报 第 2 行 D2" in said
    assert (stored(WATER), stored(EFFICIENCY)) == (None, "0.624")


def test_beside_an_invented_value_the_page_says_so(clerk: Client) -> None:
    batch = send(clerk, CHANGED)
    assert "本页含演示数据" not in page(clerk, batch)
    Actual.objects.filter(indicator="irrigation_efficiency").update(demo=True)
    assert "本页含演示数据" in page(clerk, batch)


def test_kinds_lead_to_their_rows_alone(clerk: Client) -> None:
    batch = send(clerk, NEW, CHANGED, WRONG)
    whole = page(clerk, batch)
    assert f'href="{HOME}{batch}/?kind=error"' in whole
    assert whole.index("✕") < whole.index("→") < whole.index("+</span> 新增")
    wrong = page(clerk, batch, "?kind=error")
    assert "不存在的指标" in wrong
    assert "irrigation_efficiency" not in wrong
    assert clerk.get(f"{HOME}{batch}/?kind=nonsense").status_code == 400


def test_what_is_wrong_is_left_out_only_by_who_says_so(clerk: Client) -> None:
    batch = send(clerk, CHANGED, WRONG)
    refused = clerk.post(f"{HOME}{batch}/commit/")
    assert refused.status_code == 409
    said = refused.content.decode()
    assert "没有叫“不存在的指标”的指标" in said
    assert 'href="#row-1"' in said
    elsewhere = clerk.post(f"{HOME}{batch}/commit/?kind=changed").content.decode()
    assert f'href="{HOME}{batch}/?kind=error#row-1"' in elsewhere
    assert stored(EFFICIENCY) == "0.624"
    done = clerk.post(f"{HOME}{batch}/commit/", {"leave_out": "blocked"}, follow=True)
    assert "已导入 1 个数值" in words(done)
    assert stored(EFFICIENCY) == "0.63"


def test_after_an_import_one_goes_on_to_submit(clerk: Client) -> None:
    batch = send(clerk, NEW, CHANGED)
    done = clerk.post(f"{HOME}{batch}/commit/", follow=True)
    assert "写入了 2 个数值" in words(done)
    assert 'href="/entry/140300/2025/"' in done.content.decode()
    assert stored(WATER) == "2.27"
    row = HistoryRow.objects.filter(record__key=WATER).get()
    assert (row.door, row.door_name) == ("import", str(batch))


def test_a_second_click_changes_nothing_and_says_so(clerk: Client) -> None:
    batch = send(clerk, CHANGED)
    clerk.post(f"{HOME}{batch}/commit/")
    rows = HistoryRow.objects.count()
    for action in ("commit", "discard"):
        again = clerk.post(f"{HOME}{batch}/{action}/")
        assert again.status_code == 409
        assert "这个批次已经导入" in words(again)
    assert HistoryRow.objects.count() == rows


def test_a_value_that_changed_meanwhile_is_named(clerk: Client) -> None:
    batch = send(clerk, CHANGED, NEW)
    row = Actual.objects.get(indicator="irrigation_efficiency")
    row.version += 1
    row.save()
    refused = clerk.post(f"{HOME}{batch}/commit/")
    assert refused.status_code == 409
    assert "农田灌溉水" in words(refused) or "灌溉系数" in words(refused)
    assert "已经变更" in words(refused)
    assert stored(WATER) is None


@pytest.mark.parametrize(
    ("before", "row", "shown"),
    [
        (("2.20", "preliminary"), 2.21, "2.20（初步数） → 2.21亿立方米"),
        (("2.20", "preliminary"), "2.20", "2.20（初步数） → 2.20亿立方米"),
        (("2.20", "normal"), "2.20（初步数）", "2.20 → 2.20亿立方米（初步数）"),
        ((None, "not_available"), 2.21, "尚未发布 → 2.21亿立方米"),
    ],
)
def test_the_preview_shows_the_status_that_a_value_had(
    clerk: Client, before: tuple[str | None, str], row: object, shown: str
) -> None:
    """Also where only that changes."""
    value, status = before
    found = factories.actual(year=2025, value=value, state="draft", published=None)
    Actual.objects.filter(pk=found.pk).update(obs_status=status, note="注")
    heads = ("地区", "指标", "年份", "数值", "数据状态", "来源")
    said = "正常" if row == "2.20" else ""
    content = workbook(("阳泉市", "用水总量", 2025, row, said, "公报"), heads=heads)
    answer = clerk.post(HOME, {"file": SimpleUploadedFile("a.xlsx", content)}, follow=True)
    assert shown in words(answer)
    batch = ImportBatch.objects.get().pk
    book = load_workbook(BytesIO(clerk.get(f"{HOME}{batch}/rows.xlsx").content))
    assert book.worksheets[0]["I2"].value in (2.2, "尚未发布")


def test_a_warning_is_explained_on_the_page(clerk: Client) -> None:
    batch = send(clerk, IMPLAUSIBLE)
    shown = page(clerk, batch)
    assert 'name="explanation:0"' in shown
    refused = clerk.post(f"{HOME}{batch}/commit/", {"explanation:0": " "})
    assert refused.status_code == 409
    assert "请写明解释" in words(refused)
    assert stored(WATER) is None
    clerk.post(f"{HOME}{batch}/commit/", {"explanation:0": "引黄工程通水"})
    assert stored(WATER) == "9"
    assert Actual.objects.get(indicator="total_water_use", year=2025).explanation == "引黄工程通水"


def test_what_was_typed_stays_on_every_way(clerk: Client) -> None:
    """To another kind, to a refusal, and until another day."""
    batch = send(clerk, IMPLAUSIBLE, CHANGED, WRONG)
    shown = page(clerk, batch)
    assert f'formaction="{HOME}{batch}/?kind=changed"' in shown
    typed = {"explanation:0": "引黄工程通水"}
    moved = clerk.post(f"{HOME}{batch}/?kind=changed", typed)
    assert moved.headers["Location"] == f"{HOME}{batch}/?kind=changed"
    assert "引黄工程通水" in page(clerk, batch)
    refused = clerk.post(f"{HOME}{batch}/commit/", {"explanation:0": "另一条解释"})
    assert refused.status_code == 409
    assert "另一条解释" in refused.content.decode()
    done = clerk.post(f"{HOME}{batch}/commit/?kind=error", {"leave_out": "blocked"})
    assert done.status_code == 302
    assert Actual.objects.get(indicator="total_water_use", year=2025).explanation == "另一条解释"


def test_one_explanation_is_for_every_row_that_has_none(clerk: Client) -> None:
    factories.actual("irrigation_efficiency", 2024, value="0.610")
    batch = send(clerk, IMPLAUSIBLE, IMPLAUSIBLE_TOO)
    typed = {"explanation:0": "引黄工程通水", "explanation_for_all": "快报数"}
    clerk.post(f"{HOME}{batch}/commit/", typed)
    said = Actual.objects.filter(year=2025).values_list("indicator", "explanation")
    assert dict(said) == {
        "total_water_use": "引黄工程通水",
        "irrigation_efficiency": "快报数",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [("长" * 5001, "最多 5000 个字"), ("解\x00释", "控制字符"), ("解\u202e释", "改变文字方向")],
)
@pytest.mark.parametrize("do", ["", "commit/"])
def test_an_explanation_that_no_value_takes_is_not_kept(
    clerk: Client, do: str, text: str, why: str
) -> None:
    """Neither does it fill the database, nor is anything else lost that was typed."""
    factories.actual("irrigation_efficiency", 2024, value="0.610")
    batch = send(clerk, IMPLAUSIBLE, IMPLAUSIBLE_TOO)
    typed = {"explanation:0": text, "explanation:1": "引黄工程通水"}
    refused = clerk.post(f"{HOME}{batch}/{do}", typed)
    assert refused.status_code in (400, 409)
    assert why in words(refused)
    kept = from_json(ImportBatch.objects.get().rows)
    assert [row.explanation for row in kept] == [None, "引黄工程通水"]
    assert stored(WATER) is None


def test_what_nobody_explains_can_be_left_out(clerk: Client) -> None:
    batch = send(clerk, IMPLAUSIBLE, CHANGED)
    clerk.post(f"{HOME}{batch}/commit/", {"leave_out": "unexplained"})
    assert (stored(WATER), stored(EFFICIENCY)) == (None, "0.63")


def test_a_log_in_that_ran_out_keeps_what_was_typed(clerk: Client) -> None:
    batch = send(clerk, IMPLAUSIBLE)
    clerk.logout()
    asked = clerk.post(f"{HOME}{batch}/commit/", {"explanation:0": "引黄工程通水"})
    assert asked.status_code == 401
    assert "引黄工程通水" in asked.content.decode()
    late = clerk.post(HOME, {"file": upload(CHANGED)}, follow=True)
    assert "登录已过期，文件没有上传" in words(late)
    assert ImportBatch.objects.count() == 1


def test_an_import_is_discarded(clerk: Client) -> None:
    batch = send(clerk, CHANGED)
    done = clerk.post(f"{HOME}{batch}/discard/", follow=True)
    assert "没有写入任何数值" in words(done)
    assert "已放弃" in words(done)
    assert clerk.post(f"{HOME}{batch}/commit/").status_code == 409
    assert stored(EFFICIENCY) == "0.624"


def test_an_import_is_taken_back_once(clerk: Client) -> None:
    batch = send(clerk, CHANGED, NEW)
    clerk.post(f"{HOME}{batch}/commit/")
    done = clerk.post(f"{HOME}{batch}/take-back/", follow=True)
    assert "已撤销：2 个数值恢复到导入之前" in words(done)
    assert (stored(WATER), stored(EFFICIENCY)) == ("None", "0.624")
    again = clerk.post(f"{HOME}{batch}/take-back/")
    assert again.status_code == 409
    assert "没有再撤销一次" in words(again)


def test_a_decision_stands_in_the_way_of_taking_back(clerk: Client) -> None:
    batch = send(clerk, CHANGED)
    clerk.post(f"{HOME}{batch}/commit/")
    row = Actual.objects.get(indicator="irrigation_efficiency")
    clerk.post(f"/actuals/{row.key}/", {"do": "submit", "seen": row.version})
    reviews = Client()
    reviews.force_login(reviewer("rui"))
    row.refresh_from_db()
    reviews.post(f"/actuals/{row.key}/", {"do": "approve", "seen": row.version})
    refused = clerk.post(f"{HOME}{batch}/take-back/")
    assert refused.status_code == 409
    assert "不能撤销" in words(refused)
    assert "阳泉市 2025 " in words(refused)  # by name, not by key
    assert "irrigation_efficiency" not in words(refused)
    assert ImportBatch.objects.get().state == BatchState.COMMITTED


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "请先选择文件"),
        (b"", "文件是空的"),
        (workbook(CHANGED)[:500], "这个文件打不开"),
    ],
)
def test_a_file_that_cannot_be_read(clerk: Client, file: bytes | None, said: str) -> None:
    sent = {} if file is None else {"file": SimpleUploadedFile("表.xlsx", file)}
    refused = clerk.post(HOME, sent)
    assert refused.status_code == 400
    assert said in words(refused)
    assert "field--wrong" in refused.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_table_without_heads_is_refused_with_its_sheets_named(clerk: Client) -> None:
    sent = SimpleUploadedFile("会议记录.xlsx", workbook(heads=("会议记录", "出席人员")))
    refused = clerk.post(HOME, {"file": sent})
    assert refused.status_code == 400
    assert "文件里没有可以导入的行。工作表“填报”" in words(refused)
    assert not ImportBatch.objects.exists()


def test_a_page_takes_no_more_rows_than_it_can_answer_for(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST_ROWS", 2)
    refused = clerk.post(HOME, {"file": upload(NEW, CHANGED)})
    assert refused.status_code == 400
    assert "行数太多：最多 2 行" in words(refused)
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_too_large_is_not_read(clerk: Client, settings: Settings) -> None:
    settings.IMPORT_FILE_SIZE = 100
    refused = clerk.post(HOME, {"file": upload(CHANGED)})
    assert refused.status_code == 400
    assert not ImportBatch.objects.exists()


def test_who_sees_an_import(clerk: Client, alice: User) -> None:
    """Before it is written, only who sent it; afterwards their reviewer, and administrators."""
    batch = send(clerk, CHANGED)
    people = {
        "colleague": editor("bob", function="urban_management"),
        "viewer": viewer("vera"),
        "reviewer": reviewer("rui"),
        "administrator": administrator("admin"),
    }

    def seeing() -> set[str]:
        found = set()
        for name, user in people.items():
            other = Client()
            other.force_login(user)
            addresses = (f"{HOME}{batch}/", f"{HOME}{batch}/rows.xlsx")
            statuses = {other.get(address).status_code for address in addresses}
            assert len(statuses) == 1
            if statuses == {200}:
                found.add(name)
                shown = other.get(f"{HOME}{batch}/").content.decode()
                assert "take-back" not in shown
            assert other.post(f"{HOME}{batch}/commit/").status_code in (404, 409)
            assert other.post(f"{HOME}{batch}/take-back/").status_code in (404, 409)
        return found

    assert seeing() == set()
    clerk.post(f"{HOME}{batch}/commit/")
    assert seeing() == {"reviewer", "administrator"}
    assert ImportBatch.objects.get().state == BatchState.COMMITTED


def test_the_history_of_a_value_leads_to_its_import(clerk: Client) -> None:
    batch = send(clerk, CHANGED)
    clerk.post(f"{HOME}{batch}/commit/")
    link = f'<a href="{HOME}{batch}/">导入（批次 {batch}）</a>'
    assert link in clerk.get(f"/actuals/{EFFICIENCY}/").content.decode()
    clerk.force_login(viewer("vera"))
    seen = clerk.get(f"/actuals/{EFFICIENCY}/").content.decode()
    assert f"导入（批次 {batch}）" in seen
    assert link not in seen


def test_a_viewer_sends_nothing(client: Client, alice: User) -> None:
    client.force_login(viewer("vera"))
    assert client.get(HOME).status_code == 403
    assert client.post(HOME, {"file": upload(CHANGED)}).status_code == 403
    assert not ImportBatch.objects.exists()


def test_templates_are_offered_of_the_years_that_are_open(clerk: Client) -> None:
    """First of one that is over: the running year has no values yet."""
    open_year(2024, is_open=False)
    open_year(timezone.localdate().year)
    said = clerk.get(HOME).content.decode()
    assert "/import/template/140300/2025.xlsx" in said
    assert "/import/template/140300/2024.xlsx" not in said
    earlier = clerk.get(f"{HOME}?year=2024").content.decode()
    assert "/import/template/140300/2024.xlsx" in earlier


def test_rows_as_a_workbook_with_the_faulty_cells_marked(clerk: Client) -> None:
    batch = send(clerk, NEW, WRONG, CHANGED)
    answer = clerk.get(f"{HOME}{batch}/rows.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    read = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = read.to_python()
    head = {name: at for at, name in enumerate(rows[0])}
    by_cell = {row[head["单元格"]]: row for row in rows[1:]}
    assert by_cell["D2"][head["导入后的值"]] == 2.27
    assert by_cell["D2"][head["单位"]] == "亿立方米"
    assert by_cell["D3"][head["结果"]] == "✕ 有错误"
    book = load_workbook(BytesIO(answer.content))
    sheet = book.worksheets[0]
    (mark,) = (cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment)
    assert sheet.cell(1, mark.column or 0).value == "指标"
    assert mark.comment is not None
    assert "没有叫“不存在的指标”的指标" in mark.comment.text
    assert mark.fill.start_color.rgb == "FFFFC7CE"
    only = clerk.get(f"{HOME}{batch}/rows.xlsx?kind=changed").content
    assert len(CalamineWorkbook.from_filelike(BytesIO(only)).get_sheet_by_index(0).to_python()) == 2


def test_a_text_that_looks_like_a_formula_stays_a_text_where_cells_are_marked() -> None:
    sheet = Sheet("清单", "清单", [Column("甲"), Column("乙")], [["=1+1", 2]], [], "说明")
    content = as_marked_xlsx(sheet, [CellMark(0, 1, "不对", True)])
    cell = load_workbook(BytesIO(content)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_pages_in_english(clerk: Client) -> None:
    batch = send(clerk, NEW, WRONG, LOCKED)
    clerk.cookies["siwei_language"] = "en"
    for address in (HOME, f"{HOME}{batch}/", f"{HOME}{batch}/?kind=error"):
        assert clerk.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *(f"{HOME}{'9' * 30}/", f"{HOME}{'9' * 19}/rows.xlsx", f"{HOME}0/", f"{HOME}?year=x"),
        *(
            f"{HOME}?year={'9' * 40}",
            HOME + "{}/?page=0",
            HOME + "{}/?page=999",
            HOME + "{}/?kind=",
        ),
        *(HOME + "{}/?kind=%00", HOME + "{}/rows.xlsx?kind=a\x00b"),
    ],
)
def test_whatever_an_address_says_it_is_answered(clerk: Client, address: str) -> None:
    batch = send(clerk, CHANGED)
    assert clerk.get(address.format(batch)).status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "sent",
    [
        {"explanation:x": "a"},
        {"explanation:-1": "a"},
        {f"explanation:{'9' * 30}": "a"},
        {"explanation:999999": "a", "leave_out": ["blocked", "nonsense"]},
        {"explanation:0": "解释\u202e"},
    ],
)
def test_whatever_a_form_says_it_is_answered(clerk: Client, sent: dict[str, Any]) -> None:
    batch = send(clerk, IMPLAUSIBLE)
    for way in ("", "commit/"):
        assert clerk.post(f"{HOME}{batch}/{way}", sent).status_code in (302, 400, 409)


def test_queries_do_not_grow_with_rows_or_imports(clerk: Client) -> None:
    few = send(clerk, CHANGED)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(address).status_code == 200
        return len(captured)

    before = queries(HOME), queries(f"{HOME}{few}/")
    wrong = [(*WRONG[:3], number, "", "") for number in range(30)]
    many = send(clerk, NEW, CHANGED, LOCKED, *wrong)
    assert (queries(HOME), queries(f"{HOME}{many}/")) == before
    assert before[0] <= 16
    assert before[1] <= 11


def test_no_page_of_an_import_reads_while_it_is_shown(clerk: Client) -> None:
    batch = send(clerk, NEW, CHANGED, WRONG)
    addresses = [HOME, f"{HOME}{batch}/", f"{HOME}{batch}/rows.xlsx"]
    assert open_all(clerk, addresses) == []
    clerk.post(f"{HOME}{batch}/commit/", {"leave_out": "blocked"})
    assert open_all(clerk, addresses) == []


def test_a_name_that_would_mislead_is_shown_as_it_is(clerk: Client) -> None:
    batch = send(clerk, CHANGED, name="<b>年报\u202exslx.exe")
    shown = page(clerk, batch)
    assert "<b>年报" not in shown
    assert "&lt;b&gt;年报" in shown
