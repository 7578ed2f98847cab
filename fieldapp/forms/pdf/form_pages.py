"""The blocks of an order as elements of its pages: title, sections, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fieldapp.forms.evidence import Evidence
from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block as Box
from fieldapp.forms.pdf.elements import Element, Row, gap, paragraph
from fieldapp.forms.pdf.headings import section_bar
from fieldapp.forms.pdf.signatures import signature_elements
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.pdf.tables import grid_elements, long_text_row, note_row, pair_rows
from fieldapp.forms.presentation import Block, Grid, Heading, LongText, Pairs, Photos, Remark, SignatureBlock
from fieldapp.forms.signing.ink import Ink

Part = Heading | Pairs | LongText | Grid | Photos | SignatureBlock

_TOGETHER = (styles.TOP - styles.BOTTOM) * 0.6
"""A section with signatures up to so high is not torn: who signs a page of its own should see there what was agreed."""


class FormPages:
    """`marks`: field id → the priority whose shape stands before its answer; `document` gets the tags."""

    def __init__(
        self, inks: Mapping[str, Ink], evidence: Evidence, marks: Mapping[str, str], words: Captions, document: Node
    ) -> None:
        self._inks = inks
        self._evidence = evidence
        self._marks = marks
        self._words = words
        self._document = document
        self._section = document
        self._table: Node | None = None

    def elements(self, shown: Sequence[Block]) -> Iterator[Element]:
        """What holds for all, then all sections in order."""
        for remark in (block for block in shown if isinstance(block, Remark)):
            yield paragraph(remark.text, styles.SMALL, self._document.add("P"))
            yield gap(4)
        parts, start = [block for block in shown if not isinstance(block, Remark)], 0
        for index in [*range(1, len(parts)), len(parts)]:
            if index == len(parts) or isinstance(parts[index], Heading):
                yield gap(7 if start else 0)
                yield from self._whole(parts[start:index])
                start = index

    def _whole(self, section: Sequence[Part]) -> list[Element]:
        self._section = self._document.add("Sect")
        elements = list(self._elements(section))
        signed = any(isinstance(block, SignatureBlock) for block in section)
        if signed and sum(element.height for element in elements) <= _TOGETHER:
            return [*map(_kept, elements[:-1]), elements[-1]]
        return elements

    def _elements(self, section: Sequence[Part]) -> Iterator[Element]:
        signatures: list[SignatureBlock] = []
        for block, following in zip(section, (*section[1:], None), strict=True):
            if isinstance(block, Pairs | LongText | Photos):
                self._table = self._table or self._section.add("Table")
            else:
                self._table = None
            if isinstance(block, SignatureBlock):
                signatures.append(block)
                if not isinstance(following, SignatureBlock):
                    yield from signature_elements(signatures, self._inks, self._evidence, self._words, self._section)
                    signatures = []
                continue
            *others, last = self._block(block)
            yield from others
            yield _kept(last) if isinstance(following, SignatureBlock) else last

    def _block(self, block: Heading | Pairs | LongText | Grid | Photos) -> Iterator[Element]:
        table = self._table or self._section
        match block:
            case Heading():
                yield section_bar(f"{block.letter}  {block.text}", self._section, block.note)
            case Pairs():
                yield from pair_rows(block, self._marks, table)
            case LongText():
                yield long_text_row(block, table)
            case Grid():
                yield from grid_elements(block, self._section)
                yield gap(4)
            case Photos():
                yield note_row(block.label, self._words("annex_note", count=len(block.items)), table)


def _kept(element: Element) -> Element:
    """The same, staying with what follows."""
    return replace(element, keep_with_next=True) if isinstance(element, Row | Box) else element
