"""What is understood of a file, and what it is seen to do before anything is written."""

from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from common.refusals import Invalid
from common.spreadsheets.cells import BookCells, Cell, SheetCells
from departments.models import Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.plans.models import PlanIndicator
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.rules.rows import unread_sheets
from siwei.exchange.rules.template import CITY, PROVINCE, SHEET, TemplateFacts, facts_as_rows
from siwei.exchange.services.committing import commit
from siwei.exchange.services.staging import stage
from siwei.exchange.services.taking_back import take_back
from tests.factories import mini_plan
from tests.indicators.actuals.workflow import do, enter, submitted
from tests.people import editor, open_year, reviewer
from tests.siwei.exchange.books import (
    HEADS,
    NOW,
    TOTAL,
    a_row,
    book,
    codes,
    kinds,
    rows,
    staged,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    mini_plan()
    open_year(2025)
    return editor("alice")


def test_a_new_value_is_foreseen_and_nothing_written(alice: User) -> None:
    row = rows(staged(alice, book(HEADS, a_row())))[0]
    assert (row.kind, row.key, row.value, row.cell) == (RowKind.NEW, TOTAL, "2.21", "D2")
    assert (row.source, row.seen_version, row.before) == ("水资源公报", None, "")
    assert not Actual.objects.exists()


@pytest.mark.parametrize(
    ("heads", "line"),
    [
        pytest.param(
            ("Value", "Unit", "Source", "Year", "Indicator", "City"),
            (2.21, "亿立方米", "公报", 2025, "Total water use", "Yangquan"),
            id="English, in another order",
        ),
        pytest.param(
            ("省", "市", "指标名称", "2025年实际值（亿立方米）"),
            ("山西", "阳泉", "用水总量", "２．２１"),
            id="several columns of regions, year and unit in the head",
        ),
        pytest.param(
            ("地区", "年度", "用水总量（亿立方米）"),
            ("山西省阳泉市", "2025年", " 2.21 "),
            id="an indicator as head",
        ),
        pytest.param(
            ("指标", "单位", "2024年", "2025年", "地区"),
            ("1.用水总量", "亿立方米", None, 2.21, "阳泉市"),
            id="years as heads",
        ),
        pytest.param(
            ("指标代码", "年份", "太原市", "阳泉市"),
            ("total_water_use", 2025, None, 2.21),
            id="regions as heads",
        ),
        pytest.param(("键", "数值", "单位"), (TOTAL, 22100, "万立方米"), id="a key, another unit"),
    ],
)
def test_a_table_is_read_by_its_heads(
    alice: User, heads: tuple[Cell, ...], line: tuple[Cell, ...]
) -> None:
    title = ("2025年用水情况", None)
    found = rows(staged(alice, book(title, heads, line)))
    assert [(row.kind, row.key, row.value) for row in found] == [(RowKind.NEW, TOTAL, "2.21")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (a_row(region="甲市"), "unknown_region"),
        (a_row(region=None), "blank_name"),
        (a_row(indicator="甲"), "unknown_indicator"),
        (a_row(year="去年"), "no_year"),
        (a_row(year=datetime(2025, 12, 31, tzinfo=UTC)), "no_year"),
        (a_row(region="140100", unit="亿立方米"), "not_allowed"),
        (a_row(unit="公顷"), "wrong_unit"),
        (a_row(unit="甲"), "unknown_unit"),
        (a_row("#DIV/0!"), "formula_error"),
        (a_row("…"), "ellipsis"),
        (a_row("—"), "dash"),
        (a_row("2.27*"), "footnote"),
        (a_row(datetime(2025, 12, 31, tzinfo=UTC)), "date"),
        (a_row(True), "boolean"),
        (a_row("约2.2"), "not_a_number"),
        (a_row("220 万立方米"), "two_units"),
        (a_row(1 / 3), "too_precise"),
        (a_row(-1), "negative"),
        (
            a_row(9, indicator="gdp_water_intensity_reduction", region="太原市"),
            "base_year_missing",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_said(alice: User, line: tuple[Cell, ...], code: str) -> None:
    row = rows(staged(alice, book(HEADS, line)))[0]
    assert (row.kind, codes(row)) == (RowKind.ERROR, [code])
    assert all(one.text and one.is_error for one in row.messages)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("140300.nothing_like_it.2025", "unknown_indicator"),
        ("990000.total_water_use.2025", "unknown_region"),
        ("140300.total_water_use.2020-2025", "names_disagree"),
        ("用水总量", "no_key"),
    ],
)
def test_a_key_that_names_nothing_is_said(alice: User, key: str, code: str) -> None:
    row = rows(staged(alice, book(("键", "数值"), (key, 2.21))))[0]
    assert (row.kind, codes(row)) == (RowKind.ERROR, [code])


@pytest.mark.parametrize(
    "text", ["." * 30_000 + "甲", "1" * 30_000, "1 " * 15_000, "甲\x00\ud800乙", "(" * 30_000]
)
def test_a_hostile_text_anywhere_is_an_error_at_once(alice: User, text: str) -> None:
    """Nothing looks for a meaning in it for long, and every database can keep what is said."""
    good = a_row()
    for at in range(len(good)):
        line = (*good[:at], text, *good[at + 1 :])
        what = BookCells([SheetCells("表\x00", [HEADS, line])])
        row = rows(staged(alice, what))[0]
        assert row.kind is RowKind.ERROR
        assert len(str(row)) < 3000


def test_two_columns_of_one_head_are_no_guess(alice: User) -> None:
    row = rows(staged(alice, book((*HEADS, "数值"), (*a_row(), 9))))[0]
    assert (row.kind, codes(row), row.line) == (RowKind.ERROR, ["head_twice"], 1)


@pytest.mark.parametrize("missing", ["地区", "指标", "年份"])
def test_a_missing_head_is_named(alice: User, missing: str) -> None:
    heads = ["别的" if head == missing else head for head in HEADS]
    row = rows(staged(alice, book(heads, a_row())))[0]
    assert codes(row) == ["head_missing"]
    assert missing in row.messages[0].text


def test_a_book_without_a_table_is_refused_and_every_sheet_named(alice: User) -> None:
    with pytest.raises(Invalid, match=r"说明页.*隐藏页"):
        staged(
            alice,
            BookCells(
                [
                    SheetCells("说明页", [["请填写"], ["谢谢"]]),
                    SheetCells("隐藏页", [HEADS, a_row()], hidden=True),
                ]
            ),
        )


def test_other_sheets_are_named_as_not_read(alice: User) -> None:
    batch = staged(
        alice,
        BookCells([SheetCells("表", [HEADS, a_row()]), SheetCells("说明页", [["请填写"]])]),
    )
    assert [sheet.name for sheet in unread_sheets(batch.rows)] == ["说明页"]


def test_what_is_stored_already_is_unchanged_whatever_its_zeros(alice: User) -> None:
    enter(alice, "2.20")
    row = rows(staged(alice, book(HEADS, a_row(2.2))))[0]
    assert (row.kind, row.before, row.value, row.seen_version) == (
        RowKind.UNCHANGED,
        "2.20",
        "2.20",
        1,
    )


def test_a_change_says_from_what_to_what(alice: User) -> None:
    enter(alice, "2.20")
    row = rows(staged(alice, book(HEADS, a_row(2.21))))[0]
    assert (row.kind, row.before, row.value) == (RowKind.CHANGED, "2.20", "2.21")


def test_a_reason_that_becomes_another_is_no_new_value(alice: User) -> None:
    enter(alice, None, obs_status=ObsStatus.NOT_APPLICABLE, note="没有这项工程")
    line = ("阳泉市", "用水总量", 2025, None, "尚未发布", "年鉴未出")
    row = rows(staged(alice, book(STATUS_HEADS, line)))[0]
    assert (row.kind, row.before_status, row.status) == (
        RowKind.CHANGED,
        ObsStatus.NOT_APPLICABLE,
        ObsStatus.NOT_AVAILABLE,
    )


@pytest.mark.parametrize(
    ("head", "unit", "kind", "value"),
    [
        ("数值（万立方米）", "亿立方米", RowKind.ERROR, ""),
        ("数值（亿立方米）", "亿m³", RowKind.NEW, "2.21"),
        ("数值（百万立方米）", "—", RowKind.NEW, "0.0221"),
        ("数值（见附表）", "亿立方米", RowKind.NEW, "2.21"),
        ("实际值（单位：亿立方米）", None, RowKind.NEW, "2.21"),
        ("Actual value (unit: 亿立方米)", None, RowKind.NEW, "2.21"),
    ],
)
def test_a_head_and_a_row_may_not_name_two_units(
    alice: User, head: str, unit: str | None, kind: RowKind, value: str
) -> None:
    heads = ("地区", "指标", "年份", head, "单位", "来源")
    row = rows(staged(alice, book(heads, a_row(2.21, unit=unit))))[0]
    assert (row.kind, row.value) == (kind, value)


def test_the_name_of_a_file_is_kept_as_far_as_it_can_be_shown(alice: User) -> None:
    name = "a\u202excod\x00\ud800.xlsx"
    batch = stage(
        book=book(HEADS, a_row()), name=name, sha256="0" * 64, size=1, actor=alice, now=NOW
    )
    assert batch.name == "axcod.xlsx"


@pytest.mark.parametrize("unit", ["万立方米", ""])
def test_what_is_no_number_is_quoted_without_the_unit_of_its_row(alice: User, unit: str) -> None:
    text = rows(staged(alice, book(HEADS, a_row("2,27", unit=unit))))[0].messages[0].text
    assert "“2,27”" in text
    assert "逗号" in text


@pytest.mark.parametrize("name", ["填报说明", "Instructions"])
def test_the_instructions_of_a_template_are_no_sheet_that_should_have_been_read(
    alice: User, name: str
) -> None:
    notes = SheetCells(name, [["怎样填"]])
    batch = staged(alice, BookCells([*template(LINE).sheets, notes]))
    assert not unread_sheets(batch.rows)
    batch = staged(alice, BookCells([SheetCells("表一", [HEADS, a_row()]), notes]))
    assert [sheet.name for sheet in unread_sheets(batch.rows)] == [name]


def test_english_sentences_are_apart(alice: User) -> None:
    with override("en"), pytest.raises(Invalid, match=r"import\. Sheet"):
        staged(alice, BookCells([SheetCells("a", [["b"]])]))


def test_a_bare_number_leaves_a_preliminary_one_as_it_is(alice: User) -> None:
    enter(alice, "2.21", obs_status=ObsStatus.PRELIMINARY)
    assert kinds(staged(alice, book(HEADS, a_row(2.21)))) == [RowKind.UNCHANGED]
    final = book((*HEADS, "数据状态"), (*a_row(2.21), "正常"))
    row = rows(staged(alice, final))[0]
    assert (row.kind, row.status) == (RowKind.CHANGED, "normal")


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [("2.21（初步数）", None, "preliminary"), (2.21, "初步数", "preliminary")],
)
def test_a_preliminary_value_is_recognised(
    alice: User, value: Cell, status: Cell, expected: str
) -> None:
    what = book((*HEADS, "数据状态"), (*a_row(value), status))
    row = rows(staged(alice, what))[0]
    assert (row.kind, row.value, row.status) == (RowKind.NEW, "2.21", expected)


def test_a_reason_why_there_is_no_value_needs_its_note(alice: User) -> None:
    heads = (*HEADS, "说明")
    without, with_note = (
        rows(staged(alice, book(heads, (*a_row("尚未发布"), note))))[0]
        for note in (None, "公报尚未印发")
    )
    assert (without.kind, codes(without)) == (RowKind.ERROR, ["reason_required"])
    assert (with_note.kind, with_note.value, with_note.status) == (
        RowKind.NEW,
        "",
        "not_available",
    )


def test_a_blank_value_changes_nothing(alice: User) -> None:
    enter(alice, "2.20")
    lines = [a_row(None), a_row(None, indicator="irrigation_efficiency")]
    found = rows(staged(alice, book(HEADS[:5], *(line[:5] for line in lines))))
    assert [row.kind for row in found] == [RowKind.UNCHANGED] * 2
    assert codes(found[1]) == ["not_filled"]


def test_another_unit_of_the_quantity_is_converted_and_said(alice: User) -> None:
    row = rows(staged(alice, book(HEADS, a_row(22100, unit="万m³"))))[0]
    assert (row.kind, row.value, row.given) == (RowKind.NEW, "2.21", "22100 万立方米")
    assert codes(row) == ["converted"]


def test_a_percent_cell_is_read_as_it_is_shown(alice: User) -> None:
    heads = ("地区", "指标", "年份", "基期年", "数值", "来源")
    line = ("阳泉市", "gdp_water_intensity_reduction", 2025, 2020, 0.09, "公报")
    row = rows(staged(alice, book(heads, line, percents={(1, 4)})))[0]
    assert (row.key, row.value) == ("140300.gdp_water_intensity_reduction.2020-2025", "9")
    wrong = (*line[:1], "total_water_use", 2025, None, 0.09, "公报")
    row = rows(staged(alice, book(heads, wrong, percents={(1, 4)})))[0]
    assert codes(row) == ["percent_of_no_share"]


def test_the_only_base_year_of_a_plan_need_not_be_written(alice: User) -> None:
    line = a_row(9, indicator="gdp_water_intensity_reduction", unit="%")
    row = rows(staged(alice, book(HEADS, line)))[0]
    assert row.key == "140300.gdp_water_intensity_reduction.2020-2025"


def test_the_noise_of_a_formula_is_no_value(alice: User) -> None:
    row = rows(staged(alice, book(HEADS, a_row(2.2100000000000004))))[0]
    assert (row.value, codes(row)) == ("2.21", ["noise"])


def test_a_bare_number_may_be_in_two_units_where_the_plan_has_its_own(alice: User) -> None:
    PlanIndicator.objects.filter(indicator="total_water_use").update(unit="万立方米")
    row = rows(staged(alice, book(HEADS, a_row(unit=None))))[0]
    assert codes(row) == ["unit_missing"]


def test_a_value_named_twice_is_wrong_unless_both_say_the_same(alice: User) -> None:
    assert kinds(staged(alice, book(HEADS, a_row(2.21), a_row(2.22)))) == [RowKind.ERROR] * 2
    many = rows(staged(alice, book(HEADS, *(a_row(number) for number in range(1, 50)))))
    assert all(len(str(row)) < 1000 for row in many)
    same = rows(staged(alice, book(HEADS, a_row(2.21), a_row("2.21"))))
    assert [row.kind for row in same] == [RowKind.NEW, RowKind.UNCHANGED]
    assert codes(same[1]) == ["same_as"]


def test_an_implausible_value_asks_for_an_explanation(alice: User) -> None:
    line = a_row(2.3)
    asked = rows(staged(alice, book(HEADS, line)))[0]
    explained = rows(staged(alice, book((*HEADS, "解释"), (*line, "公报未印发"))))[0]
    assert asked.kind is RowKind.WARNING
    assert any(one.asks_explanation for one in asked.messages)
    assert explained.kind is RowKind.NEW


def test_what_waits_for_review_or_whose_year_is_closed_is_locked(alice: User) -> None:
    submitted(alice)
    lines = [a_row(2.3), a_row(0.6, indicator="灌溉系数", unit="", year=2024)]
    found = rows(staged(alice, book(HEADS, *lines)))
    assert [row.kind for row in found] == [RowKind.LOCKED, RowKind.LOCKED]
    assert "撤回" in found[0].messages[0].text
    assert "2024" in found[1].messages[0].text


def test_nobody_learns_what_they_may_not_enter(alice: User) -> None:
    enter(alice, "2.20")
    Region.objects.filter(code="140100").update(name="太原市")
    mini_plan("taiyuan-2025", "140100")
    bob = editor("bob", "140100")
    row = rows(staged(bob, book(HEADS, a_row(2.2))))[0]
    assert (row.kind, row.before, row.seen_version) == (RowKind.ERROR, "", None)


def template(*lines: tuple[Cell, ...], region: str = "140300", **versions: int) -> BookCells:
    facts = TemplateFacts(
        CITY, region, 2025, NOW, {f"140300.{code}.2025": at for code, at in versions.items()}
    )
    heads = ("指标", "单位", "2024 年", "2025 年实际值", "来源", "指标代码")
    return BookCells(
        [
            SheetCells("填报表", [heads, *lines]),
            SheetCells(SHEET, facts_as_rows(facts), hidden=True),
        ]
    )


LINE = ("用水总量", "亿立方米", 9.9, 2.21, "公报", "total_water_use")


def test_a_template_says_region_and_year(alice: User) -> None:
    found = rows(staged(alice, template(LINE)))
    assert [(row.kind, row.key) for row in found] == [(RowKind.NEW, TOTAL)]


def test_a_template_of_another_region_is_not_allowed(alice: User) -> None:
    assert codes(rows(staged(alice, template(LINE, region="140100")))[0]) == ["not_allowed"]


def test_a_value_that_changed_since_its_template_is_a_conflict(alice: User) -> None:
    first = enter(alice, "2.20")
    enter(alice, "2.25", seen=first.version)
    old = rows(staged(alice, template(LINE, total_water_use=1)))[0]
    assert (old.kind, codes(old)) == (RowKind.ERROR, ["changed_since"])
    assert "2.25" in old.messages[0].text
    now = rows(staged(alice, template(LINE, total_water_use=2)))[0]
    assert now.kind is RowKind.CHANGED


def test_a_value_that_is_only_in_another_state_is_no_conflict(alice: User) -> None:
    waiting = submitted(alice)
    do(Action.RETURN, reviewer("rui"), waiting, "请核对")
    assert Actual.objects.get().value == Decimal("2.21")
    line = (*LINE[:3], 2.2, *LINE[4:])
    assert kinds(staged(alice, template(line, total_water_use=1))) == [RowKind.CHANGED]


def test_a_damaged_template_is_refused(alice: User) -> None:
    what = template(LINE)
    broken = SheetCells(SHEET, [["kind", "city"]], hidden=True)
    with pytest.raises(Invalid, match="隐藏的工作表"):
        staged(alice, BookCells([what.sheets[0], broken]))


def test_a_template_that_is_sent_again_after_it_was_taken_back_is_no_conflict(alice: User) -> None:
    batch = staged(alice, template(LINE))
    commit(batch=batch, explanations={}, left_out=(), actor=alice, now=NOW)
    take_back(batch=batch, actor=alice, now=NOW)
    assert kinds(staged(alice, template(LINE))) == [RowKind.NEW]


@pytest.mark.parametrize("column", range(len(HEADS)))
def test_a_formula_without_a_result_is_no_empty_cell(alice: User, column: int) -> None:
    """Whatever it would say: left empty, a unit would be another one."""
    line = list(a_row())
    line[column] = None
    sheet = SheetCells("表一", [HEADS, line, a_row(2.5)], uncomputed={(1, column)})
    row = rows(staged(alice, BookCells([sheet])))[0]
    assert (row.kind, codes(row)) == (RowKind.ERROR, ["uncomputed"])
    assert row.messages[0].cell == f"{'ABCDEF'[column]}2"


def test_a_formula_without_a_result_is_seen_among_several_values(alice: User) -> None:
    heads = ("地区", "指标", "单位", "2024年", "2025年")
    line = ("阳泉市", "用水总量", "亿立方米", None, None)
    sheet = SheetCells("表一", [heads, line], uncomputed={(1, 4)})
    found = rows(staged(alice, BookCells([sheet])))
    assert [(row.kind, row.cell) for row in found] == [(RowKind.ERROR, "E2")]


def test_a_formula_that_failed_is_no_source(alice: User) -> None:
    row = rows(staged(alice, book(HEADS, a_row(source="#N/A"))))[0]
    assert (row.kind, codes(row)) == (RowKind.ERROR, ["formula_error"])


STATUS_HEADS = ("地区", "指标", "年份", "数值", "数据状态", "说明")


@pytest.mark.parametrize(
    ("region", "indicator", "code"),
    [("阳泉市", "用水总景", "unknown_indicator"), (None, "用水总量", "blank_name")],
)
def test_why_there_is_no_value_is_not_dropped_where_the_row_names_nothing(
    alice: User, region: str | None, indicator: str, code: str
) -> None:
    line = (region, indicator, 2025, None, "尚未发布", "公报还没有出")
    found = rows(
        staged(alice, book(STATUS_HEADS, line, ("注：初步", None, None, None, None, None)))
    )
    assert [(row.kind, codes(row)) for row in found] == [(RowKind.ERROR, [code])]


def in_province(
    *sources: tuple[Cell, ...], uncomputed: Collection[tuple[int, int]] = ()
) -> BookCells:
    facts = TemplateFacts(PROVINCE, "140000", 2025, NOW)
    lines = [
        ("行政区代码", "行政区", "用水总量（亿立方米）"),
        ("指标代码", None, "total_water_use"),
    ]
    return BookCells(
        [
            SheetCells("实际值", [*lines, ("140300", "阳泉市", 2.21)]),
            SheetCells("来源", [*lines, *sources], uncomputed=uncomputed),
            SheetCells(SHEET, facts_as_rows(facts), hidden=True),
        ]
    )


@pytest.fixture
def rui(alice: User) -> User:
    Region.objects.filter(code="140300").update(name="阳泉市")
    return reviewer("rui")


def test_two_sources_of_one_value_are_an_error(rui: User) -> None:
    what = in_province(("140300", "阳泉市", "公报"), ("140300", "阳泉市", "年鉴"))
    found = rows(staged(rui, what))
    assert [(row.kind, codes(row)) for row in found] == [(RowKind.ERROR, ["given_twice"])] * 2


def test_the_same_source_twice_is_one(rui: User) -> None:
    line = ("140300", "阳泉市", "公报")
    found = rows(staged(rui, in_province(line, line)))
    assert [(row.kind, row.source) for row in found] == [(RowKind.NEW, "公报")]


def test_a_source_that_a_formula_would_say_is_an_error(rui: User) -> None:
    what = in_province(("140300", "阳泉市", None), uncomputed={(2, 2)})
    found = rows(staged(rui, what))
    assert [(row.kind, codes(row)) for row in found] == [(RowKind.ERROR, ["uncomputed"])]
