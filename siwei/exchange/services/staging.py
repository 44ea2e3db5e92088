"""Understands an uploaded file, foresees what it would do, and keeps that as a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from common.language import join_sentences
from common.refusals import Fault, Invalid
from common.signs import shown
from common.spreadsheets.cells import BookCells, SheetCells
from indicators.actuals.rules.row_names import plain_name
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.heads import HeadFault, Role, find_heads
from siwei.exchange.rules.lines import lines_of
from siwei.exchange.rules.notes import Note, NoteCode, note
from siwei.exchange.rules.rows import StagedRow, UnreadSheet, as_json
from siwei.exchange.rules.side_by_side import joined
from siwei.exchange.rules.template import (
    PROVINCE,
    SHEET,
    DamagedTemplateError,
    OtherFormatError,
    TemplateFacts,
    facts_of,
)
from siwei.exchange.rules.understanding import Reader, Understood
from siwei.exchange.selectors.known import reader as read_names
from siwei.exchange.services.foreseeing import foreseen_rows, wrong_head
from siwei.exchange.services.progress import OnRows, quiet
from siwei.exchange.wording import instruction_sheets, note_message, text_sheets

_LONGEST_NAME = 200  # of a file, as the batch keeps it


@transaction.atomic
def stage(
    *,
    book: BookCells,
    name: str,
    sha256: str,
    size: int,
    actor: User,
    now: datetime,
    on_rows: OnRows = quiet,
) -> ImportBatch:
    """Keep what every row of `book` would do, for the preview; nothing else is written.

    The sentences are in the active language. The number of queries doesn't grow with the rows,
    but for chunks. `on_rows` is told how many rows were looked at. Raises `Invalid` for a file of
    which nothing can be read.
    """
    facts = _facts(book)
    reader = read_names(facts)
    sheets = _Sheets(reader)
    understood = sheets.understood(book)
    faulty, unread = sheets.faulty, sheets.unread
    if not understood and not faulty:
        whys = [
            _("工作表“%(name)s”：%(why)s") % {"name": one.name, "why": one.why} for one in unread
        ]
        words = join_sentences([_("文件里没有可以导入的行。"), *whys])
        raise Invalid(words, [Fault("file", "nothing_to_import", words)])
    foreseen = foreseen_rows(understood, reader=reader, actor=actor, now=now, on_rows=on_rows)
    understood.clear()  # there may be a hundred thousand, and what follows needs as much memory
    return ImportBatch.objects.create(
        by=actor,
        name=shown(name)[-_LONGEST_NAME:],
        sha256=sha256,
        size=size,
        uploaded_at=now,
        rows=as_json([*faulty, *foreseen], unread),
    )


def _facts(book: BookCells) -> TemplateFacts | None:
    """What a template says of itself; None for another file."""
    sheet = next((one for one in book.sheets if one.name == SHEET), None)
    if sheet is None:
        return None
    try:
        return facts_of(sheet.rows)
    except OtherFormatError:
        words = _("这个模板是另一版本的系统生成的，读不了。请下载新模板，把数值复制过去。")
    except DamagedTemplateError:
        words = _("模板里隐藏的工作表被改动过，认不出是哪个地区、哪一年的。请下载新模板再填。")
    raise Invalid(words, [Fault("file", "damaged_template", words)])


@dataclass(slots=True)
class _Sheets:
    """Reads the sheets of a book. `unread`: those of which nothing is taken; `faulty`: heads of
    which something is wrong."""

    reader: Reader
    unread: list[UnreadSheet] = field(default_factory=list)
    faulty: list[StagedRow] = field(default_factory=list)

    def understood(self, book: BookCells) -> list[Understood]:
        """The rows of all sheets. In the template of a province a sheet has the values, others
        their sources and notes."""
        values: list[Understood] = []
        texts: list[Understood] = []
        beside = self._text_sheets()
        for sheet in book.sheets:
            if sheet.name == SHEET:
                continue
            role = beside.get(plain_name(sheet.name))
            (texts if role else values).extend(self._of_sheet(sheet, role))
        return list(joined(values, texts)) if texts else values

    def _text_sheets(self) -> Mapping[str, Role]:
        facts = self.reader.facts
        return text_sheets() if facts is not None and facts.kind == PROVINCE else {}

    def _of_sheet(self, sheet: SheetCells, role: Role | None) -> Sequence[Understood]:
        if sheet.hidden:
            self._leave(sheet, note(NoteCode.HIDDEN_SHEET))
            return []
        reader = self.reader
        heads = find_heads(
            sheet.rows,
            is_indicator=reader.indicators.is_name,
            is_region=reader.regions.is_name,
            facts=reader.facts,
        )
        if isinstance(heads, HeadFault):
            if heads.is_other and reader.facts and plain_name(sheet.name) in instruction_sheets():
                return []  # nobody wants them read
            if heads.is_other:
                self._leave(sheet, heads.note)
            else:
                self.faulty.append(wrong_head(sheet.name, heads))
            return []
        lines = lines_of(sheet, heads)
        if role is not None:
            return [one for line in lines if (one := reader.understand_text(line, role))]
        found = [one for line in lines if (one := reader.understand(line))]
        if not found:
            self._leave(sheet, note(NoteCode.NO_ROWS))
        return found

    def _leave(self, sheet: SheetCells, why: Note) -> None:
        self.unread.append(UnreadSheet(shown(sheet.name), note_message(why)))
