"""Understands an uploaded file, foresees what it would do, and keeps that as a batch."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Fault, Invalid
from common.spreadsheets.cells import BookCells, SheetCells
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.heads import HeadFault, find_heads
from siwei.exchange.rules.lines import lines_of
from siwei.exchange.rules.notes import NoteCode, note
from siwei.exchange.rules.rows import StagedRow, UnreadSheet, as_json
from siwei.exchange.rules.template import (
    SHEET,
    DamagedTemplateError,
    OtherFormatError,
    TemplateFacts,
    facts_of,
)
from siwei.exchange.rules.understanding import Reader, Understood
from siwei.exchange.selectors.known import reader as read_names
from siwei.exchange.services.foreseeing import foreseen_rows, wrong_head
from siwei.exchange.wording import note_message

_LONGEST_NAME = 200  # of a file, as the batch keeps it


@transaction.atomic
def stage(
    *, book: BookCells, name: str, sha256: str, size: int, actor: User, now: datetime
) -> ImportBatch:
    """Keep what every row of `book` would do, for the preview; nothing else is written.

    The sentences are in the active language. The number of queries doesn't grow with the rows,
    but for chunks. Raises `Invalid` for a file of which nothing can be read.
    """
    facts = _facts(book)
    reader = read_names(facts)
    unread: list[UnreadSheet] = []
    faulty: list[StagedRow] = []
    understood = list(_understood(book, reader, unread, faulty))
    if not understood and not faulty:
        words = _("文件里没有可以导入的行。") + "".join(
            _("工作表“%(name)s”：%(why)s") % {"name": one.name, "why": one.why} for one in unread
        )
        raise Invalid(words, [Fault("file", "nothing_to_import", words)])
    rows = [*faulty, *foreseen_rows(understood, reader=reader, actor=actor, now=now)]
    return ImportBatch.objects.create(
        by=actor,
        name=name[-_LONGEST_NAME:],
        sha256=sha256,
        size=size,
        uploaded_at=now,
        rows=as_json(rows, unread),
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


def _understood(
    book: BookCells, reader: Reader, unread: list[UnreadSheet], faulty: list[StagedRow]
) -> Iterator[Understood]:
    """The rows of all sheets. Sheets that aren't read are put into `unread`, heads of which
    something is wrong into `faulty`."""
    for sheet in book.sheets:
        if sheet.name != SHEET:
            yield from _of_sheet(sheet, reader, unread, faulty)


def _of_sheet(
    sheet: SheetCells, reader: Reader, unread: list[UnreadSheet], faulty: list[StagedRow]
) -> Sequence[Understood]:
    if sheet.hidden:
        unread.append(UnreadSheet(sheet.name, note_message(note(NoteCode.HIDDEN_SHEET))))
        return []
    heads = find_heads(
        sheet.rows,
        is_indicator=reader.indicators.is_name,
        is_region=reader.regions.is_name,
        facts=reader.facts,
    )
    if isinstance(heads, HeadFault):
        if heads.is_other:
            unread.append(UnreadSheet(sheet.name, note_message(heads.note)))
        else:
            faulty.append(wrong_head(sheet.name, heads))
        return []
    found = [one for line in lines_of(sheet, heads) if (one := reader.understand(line))]
    if not found:
        unread.append(UnreadSheet(sheet.name, note_message(note(NoteCode.NO_ROWS))))
    return found
