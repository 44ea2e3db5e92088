"""What tests read of the tables that pages offer as files, by calamine, which wrote none."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from django.test import Client
from python_calamine import CalamineWorkbook

from common.passports import SHEET, CellPassport, passports_in

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Book:
    """A downloaded workbook: its tables as rows by their heads, its notes, passports, charts."""

    def __init__(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert response.status_code == 200, response.content.decode(errors="replace")
        self.data: bytes = response.content
        self._book = CalamineWorkbook.from_filelike(io.BytesIO(self.data))
        self.names = self._book.sheet_names

    def cells(self, name: str) -> list[list[Any]]:
        return self._book.get_sheet_by_name(name).to_python()

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table; an empty cell is None."""
        heads, *rows = self.cells(name)
        return [
            {head: None if cell == "" else cell for head, cell in zip(heads, row, strict=True)}
            for row in rows
        ]

    @property
    def notes(self) -> list[str]:
        return [str(row[0]) for row in self.cells("说明") if row]

    @property
    def passports(self) -> Sequence[CellPassport]:
        found = passports_in(self.cells(SHEET))
        assert not found.unreadable
        return found.cells

    def at(self, passport: CellPassport) -> Any:
        """The number in the cell that the passport is of."""
        letters = passport.cell.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        return self.cells(passport.sheet)[int(passport.cell[len(letters) :]) - 1][column - 1]

    def charts(self) -> list[list[str]]:
        """Of each chart the cells from which it is drawn."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as parts:
            names = sorted(one for one in parts.namelist() if one.startswith("xl/charts/chart"))
            roots = [ElementTree.fromstring(parts.read(one)) for one in names]
        return [[str(one.text) for one in root.iter(f"{_CHART}f")] for root in roots]


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
