"""The last page: what was signed, by whom, on which device, when by which clock, and the hashes to check it by."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.forms.evidence import ClockConfidence, Evidence
from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, Element, Row, gap, lay, paragraph, write_lines
from fieldapp.forms.pdf.headings import section_bar
from fieldapp.forms.pdf.marks import draw_qr
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.pdf.tables import labelled_row, table_rows
from fieldapp.forms.pdf.times import when

_LABEL_WIDTH = 112.0
_QR_SIZE = 78.0


def qr_content(evidence: Evidence) -> str:
    """Number, revision and the first 16 digits of the snapshot's hash, to be compared with the sheet by eye or phone."""
    return f"{evidence.number} r{evidence.revision} sha256:{evidence.snapshot_sha256[:16]}"


def evidence_elements(
    evidence: Evidence, field_label: dict[str, str], offset: str, words: Captions, document: Node
) -> list[Element]:
    """The sheet. `field_label` names the signature fields, `offset` is that of all moments (+08:00)."""
    section = document.add("Sect")
    title, intro = _title(words, section.add("H2")), _intro(evidence, words, section)
    table = section.add("Table")
    return [
        Block(30.0, title),
        intro,
        gap(6),
        *_pairs(_order_rows(evidence, words), table),
        *_pairs(_hash_rows(evidence, field_label, words), table, style=styles.CODE),
        *_pairs([*_circumstances(evidence, words), (words("zone"), words("zone_is", offset=offset))], table),
        gap(10),
        *_event_table(evidence, words, section),
        gap(10),
        paragraph(words("evidence_claim"), styles.SMALL, section.add("P")),
    ]


def _title(words: Captions, tag: Node) -> Callable[[FormCanvas, float], None]:
    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top, (words("evidence_title"),), styles.TITLE, tag)

    return paint


def _intro(evidence: Evidence, words: Captions, section: Node) -> Block:
    said = qr_content(evidence)
    text_tag, note_tag, figure = section.add("P"), section.add("P"), section.add("Figure", alt=words("qr_figure", content=said))
    width = styles.WIDTH - _QR_SIZE - 24
    lines = lay(words("evidence_intro"), styles.VALUE, width)
    note = lay(words("qr_note"), styles.SMALL, width)

    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top, lines, styles.VALUE, text_tag)
        write_lines(canvas, styles.MARGIN, top - len(lines) * styles.VALUE.leading - 4, note, styles.SMALL, note_tag)
        draw_qr(canvas, said, styles.MARGIN + styles.WIDTH - _QR_SIZE, top - _QR_SIZE, _QR_SIZE, figure)

    return Block(max(_QR_SIZE, len(lines) * styles.VALUE.leading + 8 + len(note) * styles.SMALL.leading) + 4, paint)


def _pairs(rows: list[tuple[str, str]], table: Node, style: styles.TextStyle = styles.VALUE) -> list[Row]:
    return [labelled_row(label, value, table, label_width=_LABEL_WIDTH, style=style) for label, value in rows]


def _order_rows(evidence: Evidence, words: Captions) -> list[tuple[str, str]]:
    revision = words("revision", revision=evidence.revision)
    outcome = [words.outcome(evidence.outcome)]
    outcome += [f"{words(key)}: {value}" for key, value in (("reason", evidence.reason), ("witness", evidence.witness)) if value]
    return [
        (words("order"), f"{evidence.number}    {revision}"),
        (words("order_id"), evidence.order_id),
        (words("form"), f"{evidence.form_id}    {words('form_version', version=evidence.form_version)}"),
        (words("outcome"), "\n".join(outcome)),
    ]


def _hash_rows(evidence: Evidence, field_label: dict[str, str], words: Captions) -> list[tuple[str, str]]:
    rows = [(words("snapshot_sha256"), evidence.snapshot_sha256)]
    rows += [(words("ink_sha256", field=field_label.get(ink.field, ink.field)), ink.sha256) for ink in evidence.inks]
    return [*rows, (words("certificate"), evidence.certificate or words("none"))]


def _circumstances(evidence: Evidence, words: Captions) -> list[tuple[str, str]]:
    return [
        (words("signatures_expected"), words("signatures_count", count=evidence.signatures_expected)),
        (words("operator"), f"{evidence.operator.name}    {evidence.operator.id}"),
        (words("device"), f"{evidence.device_name}    {evidence.device_id}"),
        (words("app_version"), evidence.app_version),
        (words("clock"), _clock(evidence, words)),
    ]


def _clock(evidence: Evidence, words: Captions) -> str:
    clock = evidence.clock
    if clock.offset_ms is None or clock.confidence is ClockConfidence.UNKNOWN:
        return words("clock_unknown")
    offset = f"{clock.offset_ms / 1000:+.3f}"
    if clock.confidence is ClockConfidence.EARLIER and clock.compared_at is not None:
        return words("clock_earlier", offset=offset, at=when(clock.compared_at))
    return words("clock_checked", offset=offset)


def _event_table(evidence: Evidence, words: Captions, section: Node) -> list[Element]:
    if not evidence.events:
        return []
    widths = (styles.WIDTH * 0.28, styles.WIDTH * 0.36, styles.WIDTH * 0.36)
    heads = (words("event"), words("device_time"), words("server_time"))
    rows = [
        (words.event(event.kind.value), when(event.at), when(event.server_at) if event.server_at else words("none"))
        for event in evidence.events
    ]
    bar = section_bar(words("events"), section, level="H3")
    return [bar, *table_rows(heads, rows, widths, (False, False, False), section.add("Table"))]
