"""A database that was set back to an earlier day, head and all, is whole in itself: that is found
with a file that was kept elsewhere; and a forged file is refused."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from common.records.models import HistoryHead, HistoryRow, Record
from common.records.rules.checkpoint import Digest, read_seal
from common.records.rules.seals import key_from, signature
from common.records.services import checkpoint as checkpoints
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from tests.common.records.tampering import unguarded
from tests.indicators.actuals.workflow import NOW, TOTAL, do, enter, history
from tests.people import editor, open_year, reviewer

pytestmark = pytest.mark.usefixtures("plans")


@pytest.fixture(autouse=True)
def head(plans: None) -> dict[str, Any]:
    """The end of the history on an earlier day, when a value was saved: somebody has copied it."""
    open_year(2025)
    enter(editor("alice"))
    return dict(HistoryHead.objects.values().get())


@pytest.fixture
def actual(head: dict[str, Any]) -> Actual:
    """Saved, since then submitted and returned."""
    actual = Actual.objects.get(record__key=str(TOTAL))
    assert actual.changed_by is not None
    actual = do(Action.SUBMIT, actual.changed_by, actual)
    return do(Action.RETURN, reviewer("rui"), actual, "请附公报")


@pytest.fixture
def file(actual: Actual, tmp_path: Path) -> Path:
    path = tmp_path / "heads.jsonl"
    run("history_checkpoint", "--output", str(path))
    return path


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def compare(file: Path) -> str:
    return run("verify_history", "--against", str(file))


def refused(file: Path, words: str) -> list[str]:
    """The lines that the command prints before it fails with `words`."""
    out = StringIO()
    with pytest.raises(CommandError, match=words):
        call_command("verify_history", "--checkpoint", str(file), stdout=out)  # its other name
    return out.getvalue().splitlines()


def set_back(actual: Actual, head: dict[str, Any]) -> None:
    """What somebody who owns the database and has a copy of it could do: the submission and its
    return never were."""
    first = history(actual)[0]
    with unguarded():
        HistoryRow.objects.filter(record=actual.record, number__gt=1).delete()
    Record.objects.filter(pk=actual.record_id).update(number=1, hash=first.hash)
    Actual.objects.filter(pk=actual.pk).update(
        version=1, state="draft", submitted_by=None, submitted_at=None, updated_at=first.at
    )
    HistoryHead.objects.update(**head)


def test_a_checkpoint_has_the_head_of_every_record(file: Path) -> None:
    *heads, seal = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    stored = Record.objects.order_by("kind", "key").values("kind", "key", "number", "hash")
    assert heads == list(stored)
    assert seal["records"] == len(heads) > 1
    assert seal["sequence"] == HistoryRow.objects.count()
    assert {"kind": "actual", "key": str(TOTAL), "number": 3}.items() <= (
        next(head for head in heads if head["key"] == str(TOTAL)).items()
    )


def test_the_digest_is_printed_when_it_is_made_and_when_it_is_compared(
    actual: Actual, tmp_path: Path
) -> None:
    path = tmp_path / "heads.jsonl"
    printed = run("history_checkpoint", "--output", str(path))
    digest = json.loads(path.read_text("utf-8").splitlines()[-1])["digest"]
    assert digest in printed
    assert printed in compare(path)


def test_without_a_file_it_goes_to_the_standard_output_and_the_words_do_not(
    file: Path,
) -> None:
    out, err = StringIO(), StringIO()
    call_command("history_checkpoint", stdout=out, stderr=err)
    assert out.getvalue().splitlines()[:-1] == file.read_text("utf-8").splitlines()[:-1]
    assert "摘要" in err.getvalue()
    assert all(json.loads(line) for line in out.getvalue().splitlines())


def test_nothing_was_cut_off(file: Path) -> None:
    assert "完好无缺" in compare(file)


def test_what_was_written_since_is_no_fault(actual: Actual, file: Path) -> None:
    assert actual.submitted_by is not None
    enter(actual.submitted_by, "2.22", seen=actual.version)
    assert "完好无缺" in compare(file)


def test_a_history_set_back_is_found_with_the_checkpoint_alone(
    actual: Actual, head: dict[str, Any], file: Path
) -> None:
    set_back(actual, head)
    assert "完好无缺" in run("verify_history")
    lines = refused(file, "有 2 处问题")
    assert f"检查点的总末条（第 {head['sequence'] + 2} 条）已不在总链中" in lines
    assert f"{TOTAL}  检查点中的第 3 条变更记录已不在链中" in lines


def test_rows_written_anew_after_that_are_found(
    actual: Actual, head: dict[str, Any], file: Path
) -> None:
    alice = actual.submitted_by
    assert alice is not None
    set_back(actual, head)
    row = Actual.objects.get(pk=actual.pk)
    row = enter(alice, "2.20", seen=row.version)
    enter(alice, "2.19", seen=row.version)
    assert "完好无缺" in run("verify_history")
    refused(file, "有 2 处问题")


def without_a_head(lines: list[str]) -> list[str]:
    return [*lines[1:-1], lines[-1]]


def other_hash(lines: list[str]) -> list[str]:
    head = json.loads(lines[0])
    return [json.dumps(head | {"hash": "0" * 64}), *lines[1:]]


def resealed(lines: list[str]) -> list[str]:
    """The digest made again, but not the signature."""
    digest = Digest()
    kept = list(digest.over(lines[1:-1]))
    seal = json.loads(lines[-1])
    return [*kept, json.dumps(seal | {"digest": digest.hexdigest(), "records": len(kept)})]


def signed_with_another_key(lines: list[str]) -> list[str]:
    kept = resealed(lines)
    seal = read_seal(kept[-1])
    signed = signature(seal.signed, key=key_from("another key"), digest="sha256")
    words = json.loads(kept[-1]) | {"signature": signed}
    return [*kept[:-1], json.dumps(words)]


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (without_a_head, "摘要不符"),
        (other_hash, "摘要不符"),
        (lambda lines: lines[:-1], "末行不是检查点的末行"),
        (lambda lines: [], "末行不是检查点的末行"),
        (lambda lines: ["没有什么"], "末行不是检查点的末行"),
        (resealed, "签名"),
        (signed_with_another_key, "签名"),
    ],
    ids=[
        "a head is gone",
        "another hash",
        "no seal",
        "an empty file",
        "another file",
        "another digest",
        "signed by somebody else",
    ],
)
def test_a_forged_file_is_refused(
    file: Path, forge: Callable[[list[str]], list[str]], words: str
) -> None:
    lines = forge(file.read_text("utf-8").splitlines())
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    refused(file, words)


def test_what_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    refused(file, "不可用")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "none.jsonl", "读不了检查点")
    with pytest.raises(CommandError, match="写不了文件"):
        run("history_checkpoint", "--output", str(tmp_path / "none" / "heads.jsonl"))


def test_a_file_of_an_earlier_key_is_good_as_long_as_the_key_is_kept(file: Path) -> None:
    with override_settings(HISTORY_KEY="a new one", FORMER_HISTORY_KEYS=[settings.SECRET_KEY]):
        assert "完好无缺" in compare(file)
    with override_settings(HISTORY_KEY="a new one"):
        refused(file, "签名用的密钥")


def test_heads_are_read_and_compared_some_hundred_at_a_time(
    file: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the last row of all, and the heads
        assert list(checkpoints.checkpoint(now=NOW))
    with django_assert_num_queries(3):  # one for each kind
        assert list(checkpoints.missing(file)) == []
