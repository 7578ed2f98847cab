"""The signatures: boxes side by side with the ink in them, below what came of signing. Never torn over two pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldapp.domain.records import EventKind
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, Element, lay, write_lines, write_right
from fieldapp.forms.pdf.marks import draw_ink
from fieldapp.forms.pdf.structure import Node
from fieldapp.forms.pdf.tables import note_row
from fieldapp.forms.pdf.times import when
from fieldapp.forms.presentation import SignatureBlock
from fieldapp.forms.signing.ink import Ink

_HEIGHT = 92.0
_LABEL_ROOM = 18.0


def signature_elements(
    blocks: Sequence[SignatureBlock], inks: Mapping[str, Ink], evidence: Evidence, words: Captions, section: Node
) -> list[Element]:
    """Two boxes to a row; the outcome with reason and witness before them. All on one page."""
    outcome = note_row(words("outcome"), _outcome(evidence, words), section.add("Table"), keep_with_next=True)
    elements: list[Element] = [outcome]
    for start in range(0, len(blocks), 2):
        elements.append(_boxes(blocks[start : start + 2], inks, words, section))
    elements.append(_covers(evidence, words, section.add("P")))
    return elements


def _outcome(evidence: Evidence, words: Captions) -> str:
    parts = [words.outcome(evidence.outcome)]
    signed = [event for event in evidence.events if event.kind is EventKind.SIGNED]
    if evidence.outcome == "signed" and signed:
        parts.append(f"{words('signed_at')} {when(signed[-1].at)}")
    parts += [f"{words(key)}: {value}" for key, value in (("reason", evidence.reason), ("witness", evidence.witness)) if value]
    return "\n".join(parts)


def _boxes(blocks: Sequence[SignatureBlock], inks: Mapping[str, Ink], words: Captions, section: Node) -> Block:
    width = styles.WIDTH / len(blocks)
    parts = [(block, section.add("P"), _figure(block, inks, words, section)) for block in blocks]

    def paint(canvas: FormCanvas, top: float) -> None:
        for column, (block, label, figure) in enumerate(parts):
            x, y = styles.MARGIN + column * width, top - _HEIGHT
            canvas.frame((x, y, width, _HEIGHT))
            write_lines(canvas, x + styles.PAD, top - 3, lay(block.label, styles.LABEL, width - 60)[:1], styles.LABEL, label)
            ink = inks.get(block.field)
            if ink is None or figure is None:
                write_right(canvas, x + width - styles.PAD, top - 3, words("not_signed"), styles.LABEL, label)
            else:
                draw_ink(canvas, ink, (x + 12, y + 6, width - 24, _HEIGHT - _LABEL_ROOM - 6), figure)

    return Block(_HEIGHT, paint, keep_with_next=True)


def _figure(block: SignatureBlock, inks: Mapping[str, Ink], words: Captions, section: Node) -> Node | None:
    if block.field not in inks:
        return None
    return section.add("Figure", alt=words("ink_figure", field=block.label))


def _covers(evidence: Evidence, words: Captions, tag: Node) -> Block:
    said = "signature_covers" if evidence.inks else "content_covers"
    lines = lay(words(said, hash=evidence.snapshot_sha256), styles.SMALL, styles.WIDTH)

    def paint(canvas: FormCanvas, top: float) -> None:
        write_lines(canvas, styles.MARGIN, top - 2, lines, styles.SMALL, tag)

    return Block(len(lines) * styles.SMALL.leading + 2, paint)
