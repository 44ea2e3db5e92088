"""Names in a zip that every system can unpack."""

import pytest

from siwei.reports.rules.file_names import MOST_BYTES, TakenNames, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025年公报.pdf", "2025年公报.pdf"),
        ("../../etc/passwd", "etc passwd"),
        (r"C:\公报\a.pdf", "C 公报 a.pdf"),
        ('a/b|c?d*e<f>g"h.pdf', "a b c d e f g h.pdf"),
        ("con.pdf", "_con.pdf"),
        ("CON.tar.gz", "_CON.tar.gz"),
        ("lpt¹", "_lpt¹"),
        ("comment.pdf", "comment.pdf"),
        ("公报 . ", "公报"),
        ("公报 .pdf", "公报.pdf"),
        (" .pdf", "_.pdf"),
        ("...", "_"),
        ("", "_"),
        ("a\nb\x00c\u202efdp.exe", "a bcfdp.exe"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_is_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize("text", ["长" * 90 + ".pdf", "a" * 400 + ".pdf", "💧" * 60 + ".pdf"])
def test_a_long_name_is_cut_before_its_ending(text: str) -> None:
    name = safe_name(text)
    assert len(name.encode()) <= MOST_BYTES
    assert name.endswith(".pdf")
    assert text.startswith(name.removesuffix(".pdf"))


def test_no_two_names_are_the_same_to_a_system_without_capitals() -> None:
    names = TakenNames()
    wanted = ["公报.pdf", "公报.PDF", "公报.pdf", "a.pdf", "Ａ.pdf", "长" * 90 + ".pdf"]
    found = [names.free(one) for one in [*wanted, wanted[-1]]]
    assert found[:5] == ["公报.pdf", "公报 (2).PDF", "公报 (3).pdf", "a.pdf", "Ａ (2).pdf"]
    assert found[6].endswith("长 (2).pdf")
    assert len(found[6].encode()) <= MOST_BYTES
