"""The objects of a PDF, each read once, whoever leads to it: in a budget, and nothing guessed."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import IO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from common.records.rules.files import MEGABYTE, FileFault, NotAccepted

# A file of ten megabytes has some ten thousands of objects. What is packed in streams of objects
# is parsed, which takes long.
_MOST_OBJECTS = 50_000
_MOST_PARTS = 2_000_000
MOST_PARSED = 8 * MEGABYTE
_HEADER = re.compile(rb"[\s\0]{0,20}(\d{1,10})\s{1,20}(\d{1,5})\s{1,20}obj\b")


class Reader(PdfReader):
    """pypdf's, but for an object that isn't where the table says: it looks through the whole file
    for each, and so never comes to an end where there are many."""

    def __init__(self, file: IO[bytes], content: bytes) -> None:
        self._content = content
        super().__init__(file)

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        found = {}
        for one in _HEADER.finditer(self._content):
            found[int(one[1]), int(one[2])] = one.start()
            if len(found) > _MOST_OBJECTS:
                raise NotAccepted(FileFault.BOMB)
        return found

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """The object; null where the file has none of this number."""
        if isinstance(indirect_reference, int):
            number, generation = indirect_reference, 0
        else:
            number, generation = indirect_reference.idnum, indirect_reference.generation
        if not (generation == 0 and number in self.xref_objStm):
            table = self.xref.setdefault(generation, {})
            header = _HEADER.match(self._content, table.get(number, 0))
            if not header or (int(header[1]), int(header[2])) != (number, generation):
                place = self._places.get((number, generation))
                if place is None:
                    return NullObject()
                table[number] = place
        return super().get_object(indirect_reference)

    def objects(self) -> Iterator[PdfObject]:
        """All of them, those that nothing leads to among them."""
        self._count()
        for number in list(self.xref_objStm):
            yield self._read(number, 0)
        for generation, table in list(self.xref.items()):
            for number in list(table):
                if generation or number not in self.xref_objStm:
                    yield self._read(number, generation)
        # Of the trailer, the way to the catalogue and to the encryption are known already.
        yield self.trailer

    def _read(self, number: int, generation: int) -> PdfObject:
        # A stream that says nothing of itself is an empty dictionary, which is false.
        found = self.get_object(IndirectObject(number, generation, self))
        return NullObject() if found is None else found

    def _count(self) -> None:
        count = len(self.xref_objStm) + sum(map(len, self.xref.values()))
        if count > _MOST_OBJECTS:
            raise NotAccepted(FileFault.BOMB)
        parsed = 0
        for number in {stream for stream, _ in self.xref_objStm.values()}:
            packed = self._read(number, 0)
            if isinstance(packed, StreamObject):
                parsed += len(packed.get_data())
            if parsed > MOST_PARSED:
                raise NotAccepted(FileFault.BOMB)


def dictionaries(objects: Iterator[PdfObject]) -> Iterator[DictionaryObject]:
    """Every dictionary in `objects`, at any depth; what is referred to is an object of its own."""
    parts = 0
    for one in objects:
        within: list[object] = [one]
        while within:
            part = within.pop()
            inside: list[object] = []
            if isinstance(part, DictionaryObject):
                yield part
                inside = list(part.values())
            elif isinstance(part, ArrayObject):
                inside = list(part)
            parts += len(inside)
            if parts > _MOST_PARTS:
                raise NotAccepted(FileFault.BOMB)
            within += inside
