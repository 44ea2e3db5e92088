"""What Siwei gives away as a workbook comes back and changes only what was filled in."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.labels import label
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from departments.models import Membership
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import parse_key
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import RowKind
from siwei.exchange.services.committing import commit
from tests.factories import mini_plan
from tests.indicators.actuals.workflow import REDUCTION, TOTAL, enter, signed_in
from tests.people import editor, open_year
from tests.siwei.exchange.books import NOW, rows, staged

pytestmark = pytest.mark.django_db

CITY = "/import/template/140300/2025.xlsx"
PROVINCE = "/import/template/province/140000/2025.xlsx"
USE = parse_key("140300.irrigation_efficiency.2025")
LEVEL = parse_key("140300.gdp_water_intensity.2025")
Fill = Callable[[Worksheet], None]


@pytest.fixture
def alice() -> User:
    """She enters the whole province, and some values of its city are there."""
    made = mini_plan()
    open_year(2025)
    user = editor("alice")
    Membership.objects.create(user=user, region_id="140000", department=made.water, role="editor")
    enter(user, "2.20", note="旧说明")
    enter(user, "9.0", REDUCTION, obs_status=ObsStatus.PRELIMINARY)
    enter(user, None, LEVEL, obs_status=ObsStatus.NOT_AVAILABLE, note="公报未印发")
    return user


def given(user: User, address: str, language: str = "zh-hans") -> bytes:
    client = signed_in(user)
    client.cookies["siwei_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return bytes(response.content)


def returned(user: User, content: bytes, fill: Fill | None = None, sheet: int = 0) -> ImportBatch:
    if fill is not None:
        book, stream = load_workbook(BytesIO(content)), BytesIO()
        fill(book.worksheets[sheet])
        book.save(stream)
        content = stream.getvalue()
    return staged(user, read_book(content, "模板.xlsx", Limits()))


@pytest.mark.parametrize("address", [CITY, PROVINCE])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_template_that_comes_back_as_it_went_changes_nothing(
    alice: User, address: str, language: str
) -> None:
    content = given(alice, address, language)
    with override(language):
        found = rows(returned(alice, content))
    assert {row.kind for row in found} == {RowKind.UNCHANGED}, [
        (row.cell, row.messages) for row in found if row.kind is not RowKind.UNCHANGED
    ]
    # A province's has what plans require, which a level isn't.
    there = (TOTAL, REDUCTION, LEVEL) if address == CITY else (TOTAL, REDUCTION)
    assert {str(key) for key in there} <= {row.key for row in found}


def _put(words: str, value: float | str, *, head: str) -> Fill:
    """Writes a cell: in the row that has `words` anywhere, in the column of `head`."""

    def fill(table: Worksheet) -> None:
        cells = {str(cell.value): cell for row in table.iter_rows() for cell in row}
        row, column = cells[words].row, cells[head].column
        assert row is not None and column is not None
        table.cell(row, column, value)

    return fill


def test_what_is_filled_in_a_citys_template_is_imported(alice: User) -> None:
    content = given(alice, CITY)
    batch = returned(alice, content, _put(str(USE), 0.63, head="2025 年实际值"))
    changed = [row for row in rows(batch) if row.kind is not RowKind.UNCHANGED]
    assert [(row.kind, row.key, row.value) for row in changed] == [(RowKind.NEW, str(USE), "0.63")]
    commit(batch=batch, explanations={}, left_out=(), actor=alice, now=NOW)
    assert str(Actual.objects.get(record__key=str(USE)).printed_value) == "0.63"


def test_a_source_in_its_own_sheet_belongs_to_its_value(alice: User) -> None:
    content = given(alice, PROVINCE)
    fill = _put("140300", "统计年鉴", head="total_water_use")
    changed = [r for r in rows(returned(alice, content, fill, sheet=1)) if r.kind != "unchanged"]
    assert [(row.kind, row.key, row.value, row.source) for row in changed] == [
        (RowKind.CHANGED, str(TOTAL), "2.20", "统计年鉴")
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", [CITY, PROVINCE])
def test_what_was_preliminary_becomes_final(alice: User, address: str, language: str) -> None:
    """Though its number stays the same."""
    content = given(alice, address, language)
    with override(language):
        normal = label(ObsStatus.NORMAL)

    def fill(table: Worksheet) -> None:
        cells = [cell for row in table.iter_rows() for cell in row]
        if address == CITY:
            head = {"zh-hans": "数据状态", "en": "Data status"}[language]
            row, column = (next(c for c in cells if c.value == x) for x in (str(REDUCTION), head))
            offered = [str(one.formula1) for one in table.data_validations.dataValidation]
            assert any(normal in one.strip('"').split(",") for one in offered)
            table[f"{column.column_letter}{row.row}"] = normal
        else:
            next(c for c in cells if str(c.value).startswith("9.0")).value = 9

    with override(language):
        batch = returned(alice, content, fill)
    changed = [row for row in rows(batch) if row.kind is not RowKind.UNCHANGED]
    assert [(row.kind, row.key, row.value, row.status) for row in changed] == [
        (RowKind.CHANGED, str(REDUCTION), "9.0", ObsStatus.NORMAL)
    ]
