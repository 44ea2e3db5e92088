"""Reads reports back: the words by a program that we did not write, the controls from the XML."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.test import Client
from docx2python import docx2python

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Read:
    """A report: all its words, its tables by title, (tag, text) of each control, and how wide each
    table is, in millimetres."""

    text: str
    tables: dict[str, list[list[str]]]
    controls: list[tuple[str, str]]
    widths: list[float]


def read(content: bytes) -> Read:
    with docx2python(io.BytesIO(content)) as found:
        tables = _tables(found.body)
        text = found.text
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        body = ElementTree.fromstring(packed.read("word/document.xml"))
    controls = [
        (one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") or "", "".join(one.itertext()))
        for one in body.iter(f"{W}sdt")
    ]
    widths = [
        sum(int(one.get(f"{W}w") or 0) for one in grid) / 1440 * 25.4
        for grid in body.iter(f"{W}tblGrid")
    ]
    return Read(text, tables, controls, widths)


def _tables(body: Any) -> dict[str, list[list[str]]]:
    """What isn't in a table docx2python gives as a table of one cell: its last line is a title."""
    found, title = {}, ""
    for table in body:
        rows = [["\n".join(cell) for cell in row] for row in table]
        if len(rows) == 1 and len(rows[0]) == 1:
            lines = [line for line in rows[0][0].splitlines() if line.strip()]
            title = lines[-1] if lines else ""
        else:
            found[title] = rows
    return found


def report(client: Client, address: str) -> Read:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:2000]
    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"].endswith('.docx"')
    return read(response.content)
