"""The reader: the text as on paper, every promised number marked and linked both ways."""

import html
import re
from collections import Counter
from itertools import pairwise

import pytest
from django.test import Client

from indicators.plans.models import Citation, Clause, Plan
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.reader import AnnexTable, Passage, Piece, read


def pieces_of(block: Passage | AnnexTable) -> list[tuple[Clause, list[Piece]]]:
    if isinstance(block, Passage):
        return [(block.clause, pieces) for pieces in block.paragraphs]
    rows = [*block.heads, *block.rows]
    return [(row.clause, cell.pieces) for row in rows for cell in row.cells]


def test_the_reader_shows_every_word_of_every_plan(plans: None) -> None:
    for plan in Plan.objects.all():
        clauses = list(select.clauses(plan=plan))
        reading = read(clauses, list(select.plan_indicators().filter(plan=plan)))
        shown: dict[int, str] = {clause.pk: "" for clause in clauses}
        for block in reading.blocks:
            for clause, pieces in pieces_of(block):
                shown[clause.pk] += "".join(piece.text for piece in pieces)
        for clause in clauses:
            assert (
                shown[clause.pk] == re.sub(r"[\t\n]", "", clause.text) or "\n" in shown[clause.pk]
            )
            assert re.sub(r"\s", "", shown[clause.pk]) == re.sub(r"\s", "", clause.text)


def test_every_number_that_a_plan_promises_is_marked(plans: None) -> None:
    for plan in Plan.objects.all():
        reading = read(
            list(select.clauses(plan=plan)), list(select.plan_indicators().filter(plan=plan))
        )
        marked = Counter(
            (clause.pk, piece.text)
            for block in reading.blocks
            for clause, pieces in pieces_of(block)
            for piece in pieces
            if piece.mark
        )
        spans = {
            (citation.clause_id, citation.start, citation.end)
            for citation in Citation.objects.filter(clause__plan=plan, kind="value")
        }
        texts = dict(Clause.objects.filter(plan=plan).values_list("pk", "text"))
        wanted = Counter((pk, texts[pk][start:end]) for pk, start, end in spans)
        assert not wanted - marked


def test_headings_leave_no_level_out(plans: None) -> None:
    for plan in Plan.objects.all():
        reading = read(list(select.clauses(plan=plan)), [])
        levels = [1, *(entry.level for entry in reading.contents)]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_mark_leads_to_its_target_and_the_target_back(client: Client, plans: None) -> None:
    """Every mark and every number of a table that a page links to is really there."""
    page = client.get("/plans/yangquan-2025/").content.decode()
    marks = re.findall(r'<mark class="mark mark--(\w+)[^"]*"><a href="([^"]+)"', page)
    assert len(marks) > 40
    for _nature, address in marks:
        path, _hash, anchor = address.partition("#")
        indicator = client.get(path).content.decode()
        assert f'id="{anchor}"' in indicator
        for key in re.findall(r'href="/plans/yangquan-2025/#([^"]+)"', indicator):
            assert f'id="{key}"' in page


@pytest.mark.parametrize(
    ("number", "nature"),
    [("2.27", "constraint"), ("13.02", "expected"), ("0.45", "unstated")],
)
def test_a_mark_shows_the_nature_of_its_promise(
    client: Client, plans: None, number: str, nature: str
) -> None:
    page = client.get("/plans/yangquan-2025/").content.decode()
    article = page[page.index('<article class="paper"') :]
    marks = re.findall(r'<mark class="mark mark--(\w+)[^"]*"><a [^>]*>([^<]+)</a>', article)
    assert (nature, number) in marks


def test_a_contradicted_number_says_so(client: Client, plans: None) -> None:
    page = client.get("/plans/yangquan-2025/").content.decode()
    found = re.findall(r'mark--conflict"><a [^>]*>([^<]+)</a>', page)
    assert sorted(set(found)) == ["0.624", "0.63", "13.02", "13.03"]


def test_annexes_are_real_tables_with_their_notes(client: Client, plans: None) -> None:
    page = client.get("/plans/yangquan-2025/").content.decode()
    row = page[page.index('<tr id="a1.4"') :]
    row = row[: row.index("</tr>")]
    assert [html.unescape(cell) for cell in re.findall(r">([^<>]+)</td>", row)][:3] == [
        "4",
        "农田灌溉水利用系数",
        "1",
    ]
    assert "这里照原表，无“有效”二字" in page


def test_a_plan_without_a_date_says_so(client: Client, plans: None) -> None:
    assert "原文没有日期" in client.get("/plans/liaocheng-2025/").content.decode()
