"""The page that takes a report back: what is still published, and what isn't any more."""

import re
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import Settings

from common.limits.rules import Limit
from common.records.models import Publication
from common.sheets import as_xlsx
from common.tables import Column, Passport, Sheet, Stamped, Value
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from siwei.reports.rules.blocks import Paragraph, Report, Text
from siwei.reports.rules.passports import tag_of
from siwei.reports.services.document import as_docx
from siwei.reports.views import verify
from tests.evidence_files import locked_office, pdf
from tests.evidence_files import office as office_file
from tests.siwei.test_pages_changes import DAY, TOTAL, Office
from tests.siwei.test_pages_changes import office as office  # noqa: PLC0414  (a fixture)

EFFICIENCY = parse_key("140300.irrigation_efficiency.2025")
TAGS = re.compile(r"<[^>]+>")


def report(numbers: Mapping[str, str]) -> bytes:
    """A report with these numbers, by their tags."""
    pieces = [Text(text, tag=tag) for tag, text in numbers.items()]
    return as_docx(Report("报告", "自评", [Paragraph([Text("2025年："), *pieces])]), now=DAY)


def table(numbers: Mapping[ActualKey, tuple[str, int]]) -> bytes:
    rows: list[list[Value]] = [
        [str(key), Stamped(Decimal(value), Passport(str(key), version))]
        for key, (value, version) in numbers.items()
    ]
    return as_xlsx(Sheet("表", "标题", [Column("数值"), Column("值")], rows, [], "说明"))


def sent(content: bytes, name: str = "年度自评报告.docx", **extra: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return Client(**extra).post("/verify/", {"file": file})


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(TAGS.sub(" ", answer.content.decode()).split())


def rows(answer: Any) -> dict[str, list[list[str]]]:
    """The rows of the page, by the title of their section: what the file says, its version, what
    is published now, and the words."""
    found: dict[str, list[list[str]]] = {}
    for section in answer.context["result"].sections:
        found[section.title] = [[row.said, row.was, row.now, row.words] for row in section.rows]
    return found


def version_of(key: ActualKey) -> int:
    version = Actual.objects.get(record__key=str(key)).published_version
    assert version is not None
    return version


def test_the_page_says_what_it_does(client: Client, db: None) -> None:
    page = words(client.get("/verify/"))
    assert "每个发布值都带有凭证" in page
    assert "不超过 10 MB" in page
    assert 'href="/verify/"' in client.get("/").content.decode()


def test_a_report_is_followed_through_a_correction_and_a_withdrawal(office: Office) -> None:
    office.publish("2.21")
    office.publish("0.630", EFFICIENCY)
    first, steady = tag_of(TOTAL, version_of(TOTAL)), tag_of(EFFICIENCY, version_of(EFFICIENCY))
    content = report({first: "2.21", steady: "0.63"})
    answer = sent(content)
    assert "2 个带凭证的数值，全部仍为发布值。" in words(answer)
    assert re.search(r"另有 \d 个数字没有凭证，未核对（年份、", words(answer))
    decimals = "数相等，小数位数与发布的不同。"
    assert rows(answer) == {
        "仍为发布值": [["2.21", "2.21", "2.21", ""], ["0.63", "0.630", "0.630", decimals]]
    }

    office.publish("2.10")
    answer = sent(content)
    assert "2 个带凭证的数值：1 个已更正，1 个仍为发布值。" in words(answer)
    assert rows(answer)["已更正"] == [["2.21", "2.21", "2.10", "2026-03-04 起更正：2.21 → 2.10。"]]

    office.retract()
    answer = sent(content)
    assert rows(answer)["已撤回"] == [["2.21", "2.21", "无（已撤回）", "2026-03-05 起不再发布。"]]


def test_an_altered_number_is_found_in_a_report_and_in_a_table(office: Office) -> None:
    office.publish("2.21")
    office.publish("0.630", EFFICIENCY)
    versions = {key: version_of(key) for key in (TOTAL, EFFICIENCY)}
    forged = report({tag_of(TOTAL, versions[TOTAL]): "2.12"})
    altered = ["2.12", "2.21", "2.21", "文件中是 2.12，2026-03-02 发布的是 2.21。"]
    assert rows(sent(forged)) == {"被改动": [altered]}

    right = table({TOTAL: ("2.21", 3), EFFICIENCY: ("0.630", 3)})
    assert "全部仍为发布值" in words(sent(right, "表.xlsx"))
    book, saved = load_workbook(BytesIO(right)), BytesIO()
    book["表"]["B2"] = 2.12
    book.save(saved)
    answer = sent(saved.getvalue(), "表.xlsx")
    assert list(rows(answer)) == ["被改动", "仍为发布值"]
    assert rows(answer)["被改动"] == [altered]
    assert "表!B2" in words(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/reports/city/140300/2025.docx",
        "/reports/province/140000/2025.docx",
        "/compare/table.xlsx?indicator=total_water_use&year=2025",
    ],
)
def test_what_siwei_hands_out_it_knows_again(office: Office, address: str) -> None:
    office.publish("2.21")
    answer = Client().get(address)
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    name = address.partition("?")[0].rpartition("/")[2]
    found = rows(sent(content, name))
    assert list(found) == ["仍为发布值"]
    assert ["2.21", "2.21", "2.21", ""] in found["仍为发布值"]
    office.publish("2.10")
    assert "已更正" in rows(sent(content, name))


def test_a_passport_of_a_draft_is_as_unknown_as_a_forged_one(office: Office) -> None:
    """Whoever guesses the number of a draft learns neither that it is there nor what it says."""
    office.publish("2.21")
    office.do(Action.REOPEN, TOTAL, why="更正")
    office.do(Action.SAVE, TOTAL, Entry("2.08", source="水资源公报"))
    office.do(Action.SUBMIT, TOTAL)
    office.do(Action.SAVE, EFFICIENCY, Entry("0.650", source="水资源公报"))
    now = Actual.objects.get(record__key=str(TOTAL)).version
    draft, working = f"{EFFICIENCY}@1", f"{TOTAL}@{now}"
    forged = [f"{TOTAL}@999999999999", f"{EFFICIENCY}@7", "999999.total_water_use.2025@1"]
    answers = []
    for number in ("2.08", "0.650", "1"):
        answer = sent(report(dict.fromkeys([draft, working, *forged], number)))
        assert list(rows(answer)) == ["查无此次发布"]
        assert {tuple(row) for row in rows(answer)["查无此次发布"]} == {
            (number, "没有这次发布", "—", "")
        }
        answers.append(words(answer).replace(number, "?"))
    assert "2.08" not in answers[2] and "0.650" not in answers[2]
    assert f"/actuals/{EFFICIENCY}/" not in answer.content.decode()
    still = sent(report({f"{TOTAL}@3": "2.21"}))
    assert "全部仍为发布值" in words(still)
    assert "2.08" not in still.content.decode()


def test_the_queries_are_as_many_for_many_numbers(office: Office) -> None:
    office.publish("2.21")
    few = {TOTAL: ("2.21", 3)}
    many = few | {
        ActualKey("140300", "total_water_use", year): ("2", 1) for year in range(2000, 2020)
    }
    counts = []
    sent(report({}))  # begins to count who sends how many
    for numbers in (few, many):
        with CaptureQueriesContext(connection) as queries:
            sent(table(numbers), "表.xlsx")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "文件是空的。"),
        (pdf(), "PDF 里没有数值的凭证"),
        (b"MZ" + bytes(600), "这个文件的实际内容不是"),
        (locked_office(), "这个文件有密码"),
        (office_file(more={"word/vbaProject.bin": b"x"}), "这个文件里有宏"),
        (office_file("pptx"), "这个文件的实际内容不是"),
        (office_file()[:-30], "这个文件打不开"),
        (
            office_file(more={"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
            "没有打开",
        ),
        (office_file(more={"word/footer1.xml": b"<w>"}), "这个文件打不开"),
        (office_file("xlsx"), "没有任何内容"),
    ],
    ids=[
        *("empty", "pdf", "program", "password", "macros", "slides"),
        *("truncated", "entities", "broken", "hollow"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(db: None, content: bytes, fault: str) -> None:
    answer = sent(content)
    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page) == (400, True)
    assert fault in page


def test_a_document_without_passports_says_so(db: None) -> None:
    answer = sent(report({}))
    assert "这个文件里没有带凭证的数值，无法核对。" in words(answer)
    assert "message--warning" in answer.content.decode()


def test_no_file_and_a_file_too_large_are_refused(
    client: Client, db: None, settings: Settings
) -> None:
    assert "请先选择文件。" in client.post("/verify/").content.decode()
    assert client.post("/verify/", {"file": "text"}).status_code == 400
    too_large = SimpleUploadedFile("r.docx", bytes(settings.EVIDENCE_FILE_SIZE + 100 * 1024))
    assert client.post("/verify/", {"file": too_large}).status_code == 413


def test_it_is_public_as_what_it_says_is(db: None, settings: Settings) -> None:
    settings.PUBLIC_READ = False
    assert sent(report({})).url.startswith("/accounts/login/")


def test_who_sends_too_many_waits(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("verify", 1, verify.FILES.window)
    monkeypatch.setattr(verify, "FILES", limit)
    assert sent(report({})).status_code == 200
    over = sent(report({}))
    assert (over.status_code, over["Retry-After"]) == (429, "600")
    assert "请过 10 分钟再试" in over.content.decode()
    assert sent(report({}), REMOTE_ADDR="192.0.2.7").status_code == 200
    assert Client().get("/verify/").status_code == 200


def test_nothing_of_the_file_is_kept(office: Office, settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    office.publish("2.21")
    before = list(Publication.objects.values())
    sent(report({f"{TOTAL}@3": "2.12"}))
    assert list(Publication.objects.values()) == before
    assert list(tmp_path.iterdir()) == []


def test_in_english_every_sentence_is(office: Office) -> None:
    office.publish("2.21")
    client = Client()
    client.cookies["siwei_language"] = "en"
    content = report({f"{TOTAL}@3": "2.12", f"{TOTAL}@9": "1"})
    answer = client.post("/verify/", {"file": SimpleUploadedFile("report.docx", content)})
    page = words(answer)
    assert "2 numbers with a passport: 1 altered, 1 never published." in page
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    unmarked = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
    assert not re.search(r"[\u4e00-\u9fff]", unmarked)
