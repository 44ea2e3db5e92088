"""The measurement of imports runs: it builds what it says, and each row comes of what it should."""

from itertools import islice

import pytest

from siwei.bench.nation import build
from siwei.exchange.management.commands import bench_import
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState, RowKind
from siwei.exchange.rules.rows import from_json

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_nation")]


def test_what_is_stored_is_unchanged_and_what_is_new_is_written() -> None:
    codes, actor = build(1), bench_import._everywhere()
    same = bench_import._workbook(islice(bench_import._stored_lines(), 60))
    assert bench_import._measured(same, actor)[0] == "60"
    kinds = {row.kind for row in from_json(ImportBatch.objects.get().rows)}
    assert kinds == {RowKind.UNCHANGED}
    new = bench_import._workbook(islice(bench_import._new_lines(codes), 60))
    assert bench_import._measured(new, actor)[0] == "60"
    assert len(ImportBatch.objects.get(state=BatchState.COMMITTED.value).result) == 60
