"""The evidence volume: what is in the zip, what is said of it, and that `sha256sum` agrees."""

import hashlib
import subprocess
import tracemalloc
from collections.abc import Sequence
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx2python import docx2python
from pytest_django import DjangoAssertNumQueries, Settings

from common.audit.models import AuditRow
from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.records.rules.files import JPEG
from departments.models import Region
from departments.selectors import lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.services.evidence import attach_to_many, detach
from indicators.plans.models import Indicator
from siwei.reports.rules.evidence_volume import INDEX, MISSING, SUMS, Proof, ProvedValue
from siwei.reports.selectors.evidence_volume import proved_values
from siwei.reports.services.evidence_volume import evidence_volume
from tests.evidence_files import image, pdf
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    REDUCTION,
    TOTAL,
    do,
    enter,
    page,
    signed_in,
)
from tests.people import editor, open_year, reviewer

pytestmark = pytest.mark.usefixtures("plans")

ADDRESS = "/reports/evidence/140300/2025.zip"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, plans: None) -> Path:
    open_year(2025)
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def prove(
    actor: User, keys: Sequence[ActualKey], content: bytes, name: str, seen: int = 1
) -> list[Evidence]:
    return attach_to_many(
        seen=dict.fromkeys(keys, seen),
        upload=SimpleUploadedFile(name, content),
        actor=actor,
        now=NOW,
        door=BY_PAGE,
    )


def fetched(user: User, address: str = ADDRESS) -> bytes:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    content = b"".join(answer)
    assert int(answer["Content-Length"]) == len(content)
    return content


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def index_of(files: dict[str, bytes]) -> tuple[str, list[list[str]]]:
    """The words before the table, and its rows, as another program reads them."""
    with docx2python(BytesIO(files[INDEX])) as read:
        tables = [[["".join(cell) for cell in row] for row in table] for table in read.body]
    return "".join(tables[0][0]), tables[1]


@pytest.fixture
def proved(alice: User) -> list[Evidence]:
    """Two values by one file, one of them by a second one; a third without any."""
    for key, value in ((TOTAL, "2.21"), (LEAKAGE, "8.70"), (REDUCTION, "9.5")):
        enter(alice, value, key)
    both = prove(alice, [LEAKAGE, TOTAL], pdf(), "公报.pdf")
    return [*both, *prove(alice, [TOTAL], image("TIFF"), "公报.tif", seen=2)]


def test_each_file_is_there_once_and_named_for_each_value(
    alice: User, proved: list[Evidence]
) -> None:
    files = files_of(fetched(alice))
    here = "佐证材料/01 用水总量"
    assert list(files) == [f"{here}/公报.pdf", f"{here}/公报.tif", INDEX, SUMS]
    assert files[f"{here}/公报.pdf"] == pdf()
    words, rows = index_of(files)
    assert "本年度已填报 3 个数值，其中 2 个有佐证材料，共 2 份文件" in words
    assert rows[0] == [
        *("序号", "指标", "数值", "数据来源", "审核状态", "文件", "页数", "大小", "SHA-256")
    ]
    total = ["1", "用水总量", "2.21亿立方米", "水资源公报", "草稿"]
    first, second = proved[0], proved[2]
    assert rows[1] == [*total, f"{here}/公报.pdf", "1", "1 KB", first.sha256]
    assert rows[2][:7] == [*total, f"{here}/公报.tif", "1"]
    assert rows[2][8] == second.sha256
    assert [(row[2], row[5]) for row in rows[3:]] == [
        ("9.5%", "（没有佐证材料）"),
        ("8.70%", f"{here}/公报.pdf"),
    ]
    assert "2020—2025 年" in rows[3][1]


def test_sha256sum_checks_all_that_is_in_it(
    alice: User, proved: list[Evidence], tmp_path: Path
) -> None:
    with ZipFile(BytesIO(fetched(alice))) as archive:
        archive.extractall(tmp_path / "volume")
        kinds = {info.filename[-4:]: info.compress_type for info in archive.infolist()}
        listed = len(archive.namelist()) - 1
    assert (kinds[".pdf"], kinds[".tif"]) == (ZIP_STORED, ZIP_DEFLATED)
    check = ["sha256sum", "-c", "--strict", SUMS]
    done = subprocess.run(
        check, cwd=tmp_path / "volume", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == listed
    (tmp_path / "volume" / INDEX).write_bytes(b"forged")
    assert subprocess.run(
        check, cwd=tmp_path / "volume", capture_output=True, check=False
    ).returncode


def test_a_removed_file_is_not_in_it(alice: User, proved: list[Evidence]) -> None:
    detach(evidence_id=proved[2].pk, seen_version=3, actor=alice, now=NOW, door=BY_PAGE)
    files = files_of(fetched(alice))
    assert not [name for name in files if name.endswith(".tif")]
    assert "公报.tif" not in str(index_of(files))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "服务器上找不到这份文件"),
        (lambda path: path.write_bytes(b"another"), "服务器上的文件与登记的 SHA-256 不符"),
    ],
    ids=["gone", "replaced"],
)
def test_a_file_that_is_not_what_was_uploaded_is_named(
    alice: User, proved: list[Evidence], folder: Path, spoil: Any, words: str
) -> None:
    spoil(folder / str(proved[0].file.name))
    files = files_of(fetched(alice))
    assert [name.rpartition("/")[2] for name in files] == ["公报.tif", INDEX, MISSING, SUMS]
    lines = files[MISSING].decode("utf-8-sig").splitlines()
    assert [line.partition("：")[0] for line in lines] == ["1 用水总量", "3 城镇公共供水管网漏损率"]
    assert all(words in line and proved[0].sha256 in line for line in lines)
    said, rows = index_of(files)
    assert "另有 1 份登记的文件不在卷内" in said
    assert rows[1][5] == f"公报.pdf（不在卷内：{words}）"
    assert f"  {MISSING}\n" in files[SUMS].decode()


def test_hostile_names_stay_in_their_folder(alice: User, proved: list[Evidence]) -> None:
    names = ["../../../../etc/cron.d/x.pdf", "CON.tif"]
    for one, name in zip((proved[1], proved[2]), names, strict=True):
        Evidence.objects.filter(sha256=one.sha256).update(name=name)
    files = files_of(fetched(alice))
    assert list(files)[:2] == [
        "佐证材料/01 用水总量/etc cron.d x.pdf",
        "佐证材料/01 用水总量/_CON.tif",
    ]


def test_no_file_stands_in_memory(folder: Path) -> None:
    size = 24 * 1024 * 1024
    folder.mkdir()
    (folder / "large.jpg").write_bytes(bytes(size))
    digest = hashlib.sha256(bytes(size)).hexdigest()
    proof = Proof("large.jpg", "照片.jpg", JPEG.content_type, size, digest, NOW)
    unit = Indicator.objects.get(code="total_water_use").unit
    said = (IndicatorName("用水总量", ""), None, unit, "missing", "draft", "", False)
    tracemalloc.start()
    with evidence_volume(
        [ProvedValue(1, TOTAL, *said, [proof])],
        index=lambda _: b"index",
        missing=lambda _: "",
        now=NOW,
    ) as volume:
        peak = tracemalloc.get_traced_memory()[1]
        assert volume.seek(0, SEEK_END) > size
    tracemalloc.stop()
    assert peak < size / 4


def test_a_year_without_values_has_an_index_that_says_so(alice: User) -> None:
    files = files_of(fetched(alice, "/reports/evidence/140300/2024.zip"))
    assert list(files) == [INDEX, SUMS]


def test_clerk_and_reviewer_are_led_to_it(alice: User, proved: list[Evidence]) -> None:
    do(Action.SUBMIT, alice, Actual.objects.get(record__key=str(REDUCTION)))
    for user, url in ((alice, "/entry/140300/2025/"), (reviewer("rui"), "/review/")):
        assert f'href="{ADDRESS}"' in page(signed_in(user), url)


def test_it_is_for_who_may_read_the_files_and_is_written_down(
    alice: User, proved: list[Evidence]
) -> None:
    for charlie in (editor("bob", "140100"), reviewer("charlie", "370000")):
        assert signed_in(charlie).get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS)["Location"].startswith("/accounts/login/")
    fetched(reviewer("rui"))
    logged = AuditRow.objects.get(event="evidence")
    assert logged.what.startswith("阳泉市2025年佐证材料-")
    assert signed_in(alice).get("/reports/evidence/140300/1900.zip").status_code == 404
    assert signed_in(alice).get("/reports/evidence/999999/2025.zip").status_code == 404


def test_the_queries_are_as_many_for_many_values(
    alice: User,
    proved: list[Evidence],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    region, known = Region.objects.get(code="140300"), lineage()
    for values, code in ((3, "irrigated_area"), (4, "")):
        reader = User.objects.get(pk=alice.pk)
        with django_assert_num_queries(5):
            found = proved_values(user=reader, region=region, year=2025, lineage=known)
        assert len(found) == values
        if code:
            enter(alice, "13.02", parse_key(f"140300.{code}.2025"))
