"""`manage.py import_actuals`: what it writes, what it says, and with which code it ends."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.actuals.models import Actual
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from tests.factories import mini_plan
from tests.people import editor, open_year

pytestmark = pytest.mark.django_db

HEADS = "地区,指标,年份,数值,单位,来源"
GOOD = "阳泉市,用水总量,2025,2.21,亿立方米,公报"
BAD = "阳泉市,灌溉系数,2025,#DIV/0!,,公报"


@pytest.fixture
def alice() -> User:
    mini_plan()
    open_year(2025)
    return editor("alice")


def run(folder: Path, *lines: str, user: str = "alice", **options: bool) -> tuple[str, str]:
    path = folder / "values.csv"
    path.write_text("\n".join([HEADS, *lines]), encoding="utf-8")
    out, err = StringIO(), StringIO()
    call_command("import_actuals", path, user=user, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_it_imports_and_says_so(alice: User, tmp_path: Path) -> None:
    out, _err = run(tmp_path, GOOD)
    assert str(Actual.objects.get().printed_value) == "2.21"
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.by) == (BatchState.COMMITTED, alice)
    assert f"批次 {batch.pk}：已导入 1 个数值" in out


def test_a_refused_row_is_named_and_nothing_kept(alice: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as ended:
        run(tmp_path, GOOD, BAD)
    assert ended.value.returncode == 1
    assert not Actual.objects.exists()
    assert not ImportBatch.objects.exists()


def test_refused_rows_are_left_out_by_choice_and_printed(alice: User, tmp_path: Path) -> None:
    _out, err = run(tmp_path, GOOD, BAD, leave_out_errors=True)
    assert "第 3 行 D3" in err
    assert [row.indicator_id for row in Actual.objects.all()] == ["total_water_use"]


def test_a_file_may_be_as_large_as_the_setting_says(
    alice: User, tmp_path: Path, settings: Settings
) -> None:
    settings.IMPORT_FILE_SIZE = 20
    with pytest.raises(CommandError, match=r"太大|超过"):
        run(tmp_path, GOOD)


def test_a_dry_run_writes_nothing(alice: User, tmp_path: Path) -> None:
    out, _err = run(tmp_path, GOOD, dry_run=True)
    assert "新增 1" in out
    assert not (Actual.objects.exists() or ImportBatch.objects.exists())


def test_rights_are_those_of_the_user(alice: User, tmp_path: Path) -> None:
    User.objects.create_user("nobody")
    with pytest.raises(CommandError) as ended:
        run(tmp_path, GOOD, user="nobody")
    assert ended.value.returncode == 1


def test_a_wrong_call_ends_with_two(alice: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as ended:
        run(tmp_path, GOOD, user="unknown")
    assert ended.value.returncode == 2
    with pytest.raises(CommandError) as ended:
        call_command("import_actuals", tmp_path / "nothing.xlsx", user="alice")
    assert ended.value.returncode == 2


def test_a_file_that_is_no_table_is_refused_in_words(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match="PDF") as ended:
        call_command("import_actuals", path, user="alice")
    assert ended.value.returncode == 1
