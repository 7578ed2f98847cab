"""A report as PDF/A-3b in the house's style: tagged, with the figures as JSON inside. The same report gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import chain

from fieldapp import __version__
from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, Element, Row, gap, paragraph
from fieldapp.forms.pdf.headings import Chrome, Letterhead, section_bar, title_block
from fieldapp.forms.pdf.paginate import paginate
from fieldapp.forms.pdf.pdfa import AssociatedFile, Metadata, dress, plain
from fieldapp.forms.pdf.structure import Node, Structure
from fieldapp.forms.pdf.tables import grid_elements
from fieldapp.forms.presentation import Grid, GridColumn
from fieldapp.forms.schema import FieldType
from fieldapp.report import charts, series
from fieldapp.report.as_json import to_json
from fieldapp.report.cells import Kind, Table
from fieldapp.report.content import Dimension, Report
from fieldapp.report.notes import definitions, direction, scope
from fieldapp.report.tables import Tables
from fieldapp.report.words import Words

MOST_ROWS = 40
"""Of one table; a report with more customers goes on in the spreadsheet."""
_SMALL = 14
"""A table of so many lines, caption and head among them, stays on one page."""
DATA = "report.json"


def to_pdf(report: Report, words: Words, issuer: str = "") -> bytes:
    """`issuer`: the company, under the title."""
    data = to_json(report, incidents=False)
    structure = Structure()
    pages = paginate(list(_Pages(report, words, structure.root).elements(issuer)), styles.TOP - styles.BOTTOM)
    canvas = FormCanvas("zh-CN" if words.lang == "zh" else "en", structure)
    captions = Captions({key: words(key) for key in ("page", "hash_prefix")})
    caution = "" if report.over else words("running")
    chrome = Chrome(words("title"), str(report.quarter), sha256(data).hexdigest(), caution, captions)
    for number, page in enumerate(pages, 1):
        chrome.draw_head(canvas, number)
        for element, offset in page:
            element.draw(canvas, styles.TOP - offset)
        chrome.draw_foot(canvas, number, len(pages))
        canvas.showPage()
    files = [AssociatedFile(DATA, data, "报告数据 / figures of the report", "Data")]
    dress(canvas, _metadata(report, words, issuer), files, identity=data + f"{words.lang} {issuer}".encode())
    return canvas.finish()


def _metadata(report: Report, words: Words, issuer: str) -> Metadata:
    return Metadata(
        title=plain(f"{words('title')} {report.quarter}"),
        author=plain(issuer or "fieldapp"),
        subject=words("subject"),
        creator=plain(f"fieldapp {__version__}"),
        created=report.as_of.astimezone(report.zone),
        language="zh-CN" if words.lang == "zh" else "en",
    )


class _Pages:
    """The report's sections in order; each gets a section of the tags."""

    def __init__(self, report: Report, words: Words, document: Node) -> None:
        self._report, self._words, self._document = report, words, document
        self._tables = Tables(report, words)
        self._letters = iter("ABCDEFGH")

    def elements(self, issuer: str) -> Iterator[Element]:
        words, report = self._words, self._report
        moment, *remarks = scope(report, words)
        yield title_block(Letterhead(words("title"), issuer or words("subject"), str(report.quarter), moment), self._document)
        yield gap(6)
        section = self._document.add("Sect")
        for remark in remarks:
            yield paragraph(remark, styles.VALUE, section.add("P"))
        yield gap(6)
        yield from chain(self._summary(), self._trend(), self._levels(), self._breakdowns(), self._quality(), self._notes())

    def _section(self, key: str) -> tuple[Node, list[Element]]:
        """Its tag, and its bar, which stays with what follows."""
        section = self._document.add("Sect")
        bar = section_bar(f"{next(self._letters)}  {self._words(f'section.{key}')}", section)
        return section, [bar, replace(gap(5), keep_with_next=True)]

    def _summary(self) -> Iterator[Element]:
        section, bar = self._section("summary")
        yield from bar
        yield from self._table(self._tables.summary(), section)
        yield from self._table(self._tables.flow(), section)
        yield from self._table(self._tables.times(), section)

    def _trend(self) -> Iterator[Element]:
        report, words = self._report, self._words
        section, bar = self._section("trend")
        yield from bar
        yield charts.side_by_side([series.incidents_chart(report, words)], section)
        yield gap(8)
        yield charts.side_by_side([series.mean_chart(report, words), series.rate_chart(report, words)], section)
        yield gap(4)
        if any(one.forecast for one in report.outlooks):
            yield paragraph(f"* {words('trend.star')}", styles.SMALL, section.add("P"))
            for one in report.outlooks:
                name = words(f"figure.{one.figure.value}")
                yield paragraph(f"{name}{words('colon')}{direction(one, words)}", styles.VALUE, section.add("P"))
            yield gap(4)
            yield from self._table(self._tables.outlook(), section)
        else:
            yield paragraph(direction(report.outlooks[0], words), styles.VALUE, section.add("P"))
            yield gap(4)
        yield from self._table(self._tables.trend(), section)

    def _levels(self) -> Iterator[Element]:
        section, bar = self._section("levels")
        yield from bar
        if self._report.incidents:
            yield charts.stacks(series.level_chart(self._report, self._words), section)
        yield from self._table(self._tables.breakdown(Dimension.LEVEL), section)

    def _breakdowns(self) -> Iterator[Element]:
        section, bar = self._section("breakdown")
        yield from bar
        for dimension in Dimension:
            if dimension is not Dimension.LEVEL:
                yield from self._table(self._tables.breakdown(dimension), section)

    def _quality(self) -> Iterator[Element]:
        section, bar = self._section("quality")
        yield from bar
        for table in (
            self._tables.quality(),
            self._tables.satisfaction(),
            self._tables.reclassified(),
            self._tables.repeats(),
        ):
            yield from self._table(table, section)

    def _notes(self) -> Iterator[Element]:
        section, bar = self._section("notes")
        yield from bar
        for text in definitions(self._words):
            yield paragraph(text, styles.VALUE, section.add("P"))
            yield gap(3)

    def _table(self, table: Table, section: Node) -> Iterator[Element]:
        """With its caption; nothing is said of an empty one but that it is empty."""
        shown = table.on_page()
        if not shown.rows:
            yield paragraph(f"{shown.title}{self._words('colon')}{self._words('note.nothing')}", styles.VALUE, section.add("P"))
            yield gap(6)
            return
        rows = tuple(tuple(cell.text for cell in row) for row in shown.rows[:MOST_ROWS])
        columns = tuple(
            GridColumn(str(index), column.label, FieldType.TEXT if column.kind is Kind.TEXT else FieldType.NUMBER, 1)
            for index, column in enumerate(shown.columns)
        )
        yield from _together(list(grid_elements(Grid(shown.key, shown.title, columns, rows), section)))
        if len(shown.rows) > MOST_ROWS:
            yield paragraph(self._words("note.more", count=len(shown.rows) - MOST_ROWS), styles.SMALL, section.add("P"))
        yield gap(8)


def _together(table: list[Element]) -> Iterator[Element]:
    """A small table is not torn."""
    for number, element in enumerate(table, 1):
        if len(table) <= _SMALL and number < len(table) and isinstance(element, Row | Block):
            yield replace(element, keep_with_next=True)
        else:
            yield element
