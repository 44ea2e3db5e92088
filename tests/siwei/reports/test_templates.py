"""A province's own template of a report: filled, and what is said of one that is broken."""

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from indicators.actuals.models import Actual
from tests import factories
from tests.siwei.reports.reading import report
from tests.siwei.test_pages_changes import TOTAL, Office

CITY = "/reports/city/140300/2025.docx"
BRIEFING = "/reports/briefing/140300/2025.docx"
EXAMPLE = django_settings.BASE_DIR / "docs" / "templates" / "city.docx"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.REPORT_TEMPLATES = str(tmp_path)
    return tmp_path


def template(folder: Path, lines: Sequence[str], name: str = "140000/city.docx") -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(file))


def test_the_example_of_the_documentation(client: Client, office: Office, folder: Path) -> None:
    office.publish("2.31")
    (folder / "140000").mkdir()
    shutil.copy(EXAMPLE, folder / "140000" / "city.docx")
    found = report(client, CITY)
    assert "阳泉市2025年度水资源管理自评报告" in found.text
    assert "用水总量：2025年实际2.31亿立方米，超过约束性目标2.270亿立方米" in found.text
    assert "灌溉系数（规划没有写明）：填报截止2026年4月30日" in found.text
    row = next(row for rows in found.tables.values() for row in rows if row[0] == "用水总量")
    assert row == ["用水总量", "亿立方米", "2.31", "2.270", "突破红线"]
    version = Actual.objects.get(record__key=str(TOTAL)).published_version
    assert found.controls == [(f"{TOTAL}@{version}", "2.31")]
    with zipfile.ZipFile(io.BytesIO(client.get(CITY).content)) as packed:
        # LibreOffice before 7.5 keeps the name of a control alone.
        assert (
            f'<w:alias w:val="报送值 {TOTAL}@{version}"/>'
            in packed.read("word/document.xml").decode()
        )


def test_every_variable_that_is_documented_is_there(
    client: Client, office: Office, folder: Path
) -> None:
    document = (django_settings.BASE_DIR / "docs" / "reports.md").read_text(encoding="utf-8")
    part = document.partition("### Variables")[2].partition("\n## ")[0]
    names = [
        name.strip("` ")
        for line in part.splitlines()
        if line.startswith("| `")
        for name in line.split("|")[1].split("`, `")
    ]
    assert len(names) > 40
    lines = []
    for name in names:
        owner, dot, _rest = name.partition(".")
        if dot and owner not in ("region",):
            lines.append(f"{{% for {owner} in {LISTS[owner]} %}}{{{{ {name} }}}}{{% endfor %}}")
        else:
            lines.append(f"{{{{ {name} }}}}")
    office.publish("2.31")
    for kind in ("city", "briefing"):
        template(folder, lines, f"140000/{kind}.docx")
        report(client, CITY if kind == "city" else f"{BRIEFING}?since=2026-03-01")


# What goes through which list in the documentation.
LISTS = {
    "plan": "plans",
    "promise": "promises",
    "place": "regions",
    "work": "late",
    "change": "changes",
}


def test_the_nearest_folder_counts_and_the_built_in_layout_stays(
    client: Client, office: Office, folder: Path
) -> None:
    template(folder, ["省的模板 {{ region.name }}"])
    assert "省的模板 阳泉市" in report(client, CITY).text
    template(folder, ["市的模板 {{ region.code }}"], "140300/city.docx")
    assert "市的模板 140300" in report(client, CITY).text
    assert "一、总体情况" in report(client, f"{CITY}?layout=builtin").text
    assert "简报" in report(client, BRIEFING).text


def test_what_people_wrote_changes_no_template(
    client: Client, office: Office, folder: Path
) -> None:
    template(folder, ["{% for one in promises %}{{ one.source }}{% endfor %}"])
    made = factories.actual("total_water_use", 2025, value="2.21", published="2.21")
    made.published_source = "<w:br/>&{{ 7*7 }}"
    made.save()
    assert "<w:br/>&{{ 7*7 }}" in report(client, CITY).text.replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&amp;", "&")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["甲", "{{ regoin.name }}的报告"], ["没有名为“regoin”的变量", "regoin.name }}的报告"]),
        (["{{ region.nmae }}"], ["没有名为“nmae”的变量"]),
        (["{% for one in promises %}{{ one.vlaue }}{% endfor %}"], ["没有名为“vlaue”的变量"]),
        (["好", "{% for one in promises %}", "{{ one.name }}"], ["模板的语法有误"]),
        (["{{ region.name "], ["模板的语法有误"]),
        (["{{ year + region }}"], ["无法按模板生成"]),
        (["{{ 1 / 0 }}"], ["无法按模板生成"]),
        (["{{ year * yaer }}"], ["没有名为“yaer”的变量"]),
        (["{{ region.__class__.__mro__ }}"], ["不允许的操作"]),
        (["{% include '/etc/passwd' %}"], ["无法按模板生成"]),
        (
            ["{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"],
            ["循环或调用太多"],
        ),
        (
            [
                "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}",
                "{{ f(60) }}",
            ],
            ["循环或调用太多"],
        ),
        (["{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"], ["循环或调用太多"]),
        (["{{ 'x' * 1000000000 }}"], ["不允许的操作"]),
        (["{{ 9 ** 9 ** 9 }}"], ["不允许的操作"]),
        (["{{ '%1000000000d' % 1 }}"], ["不允许的操作"]),
        (["{{ region.name.ljust(1000000000) }}"], ["不允许的操作"]),
        (["{{ promises[0].number }}"], ["要写成 {{r …}}"]),
    ],
)
def test_a_broken_template_is_named_with_what_is_wrong(
    client: Client, office: Office, folder: Path, lines: list[str], said: list[str]
) -> None:
    office.publish("2.21")
    template(folder, lines)
    answer = client.get(CITY)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "140000/city.docx" in page
    for words in said:
        assert words in page
    assert f'href="{CITY}?layout=builtin"' in page


@pytest.mark.parametrize("content", [b"", b"not a file of Word", b"PK\x03\x04broken"])
def test_a_file_that_is_none_of_word(
    client: Client, office: Office, folder: Path, content: bytes
) -> None:
    (folder / "140000").mkdir()
    (folder / "140000" / "city.docx").write_bytes(content)
    answer = client.get(CITY)
    assert answer.status_code == 409
    assert "不是能打开的 Word 文件" in answer.content.decode()


def test_a_zip_without_a_document(client: Client, office: Office, folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("a.txt", "a")
    (folder / "140000").mkdir()
    (folder / "140000" / "city.docx").write_bytes(packed.getvalue())
    assert client.get(CITY).status_code == 409


def test_loops_and_arithmetic_are_as_anywhere(client: Client, office: Office, folder: Path) -> None:
    lines = [
        "{% for one in promises if one.name %}{{ loop.index }}/{{ loop.length }}"
        "{% if loop.last %}完{% endif %}{% endfor %}",
        "{% for name, number in counts.items() %}{{ name }}{{ number * 2 % 5 }}{% endfor %}",
    ]
    template(folder, lines)
    text = report(client, CITY).text
    assert "1/3" in text
    assert "3/3完" in text
