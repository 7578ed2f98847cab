"""A frozen order and its evidence → the unsigned PDF. Pure: the same input gives the same bytes, in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from fieldapp.clock import from_wire
from fieldapp.domain.records import JSON
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.annex import annex_elements
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions, captions
from fieldapp.forms.pdf.elements import Element, gap
from fieldapp.forms.pdf.evidence_page import evidence_elements
from fieldapp.forms.pdf.fonts import stack
from fieldapp.forms.pdf.form_pages import FormPages
from fieldapp.forms.pdf.headings import Chrome, Letterhead, title_block
from fieldapp.forms.pdf.paginate import Placed, paginate
from fieldapp.forms.pdf.pdfa import AssociatedFile, Metadata, dress, plain
from fieldapp.forms.pdf.structure import Node, Structure
from fieldapp.forms.pdf.times import offset_of, zone_of
from fieldapp.forms.presentation import Block, Photos, SignatureBlock, blocks
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.snapshot import Snapshot

_DRAFTS = frozenset({"unsigned", "voided"})


@dataclass(frozen=True)
class RenderInput:
    """All that goes into the file. `inks` by signature field; `photo` gives a photo's bytes by SHA-256 and may raise Faults.

    `lang` is zh or en; `issuer` the company's name under the title.
    """

    definition: FormDefinition
    snapshot: Snapshot
    inks: Mapping[str, Ink]
    evidence: Evidence
    photo: Callable[[str], bytes]
    lang: str = "zh"
    issuer: str = ""


def preload() -> None:
    """Open the fonts and import what only drawing imports: for a background thread, some time before the first PDF."""
    import segno  # noqa: F401

    stack()


def render(source: RenderInput) -> bytes:
    """PDF/A-3b with `order.json`, `evidence.json` and the inks inside; form, annex of photos, evidence sheet.

    Raises ValueError when the parts do not belong together (a bug of the caller), and whatever `photo` raises.
    """
    content = source.snapshot.content
    inks = {field: ink.to_bytes() for field, ink in source.inks.items()}
    _check(source, content, inks)
    words = captions(source.lang)
    shown = blocks(source.definition, content, source.lang, "print")
    photos = [block for block in shown if isinstance(block, Photos)]
    labels = {block.field: block.label for block in shown if isinstance(block, SignatureBlock)}

    height = styles.TOP - styles.BOTTOM
    structure = Structure()
    told = source.evidence.in_zone(zone_of(content["frozen_at"]))
    pages = paginate(list(_form(source, told, shown, content["priority"], words, structure.root)), height)
    if photos:
        pages += paginate(list(annex_elements(photos, source.photo, words, structure.root)), height)
    pages += paginate(evidence_elements(told, labels, offset_of(content["frozen_at"]), words, structure.root), height)

    canvas = FormCanvas(_language(source.lang), structure)
    _draw(canvas, pages, source, words)
    evidence = source.evidence.to_bytes()
    dress(
        canvas,
        _metadata(source, content["frozen_at"], words),
        _files(source, evidence, inks),
        identity=source.snapshot.data + evidence + source.lang.encode(),
    )
    return canvas.finish()


def _check(source: RenderInput, content: Mapping[str, JSON], inks: Mapping[str, bytes]) -> None:
    evidence, form = source.evidence, content["form"]
    claims = (evidence.snapshot_sha256, evidence.revision, evidence.form_id, evidence.form_version, evidence.order_id)
    if claims != (source.snapshot.sha256, content["revision"], form["id"], form["version"], content["order"]["id"]):
        raise ValueError("the evidence is about another snapshot")
    if (source.definition.id, source.definition.version) != (form["id"], form["version"]):
        raise ValueError("the snapshot was made with another form")
    if {ink.field: ink.sha256 for ink in evidence.inks} != {field: sha256(data).hexdigest() for field, data in inks.items()}:
        raise ValueError("the evidence names other inks")


def _form(
    source: RenderInput, evidence: Evidence, shown: tuple[Block, ...], priority: str | None, words: Captions, document: Node
) -> Iterator[Element]:
    revision = words("revision", revision=evidence.revision) if evidence.revision else words("draft")
    title = source.definition.title.get(source.lang)
    yield title_block(Letterhead(title, source.issuer or words("subject"), evidence.number, revision), document)
    yield gap(8)
    marks = {field.id: priority for field in source.definition.fields if field.compute == "priority"} if priority else {}
    yield from FormPages(source.inks, evidence, marks, words, document).elements(shown)


def _draw(canvas: FormCanvas, pages: list[list[Placed]], source: RenderInput, words: Captions) -> None:
    evidence = source.evidence
    caution = words("draft") if evidence.outcome == "unsigned" else words.outcome("voided") if evidence.outcome in _DRAFTS else ""
    chrome = Chrome(source.definition.title.get(source.lang), evidence.number, evidence.snapshot_sha256, caution, words)
    for number, page in enumerate(pages, 1):
        chrome.draw_head(canvas, number)
        for element, offset in page:
            element.draw(canvas, styles.TOP - offset)
        chrome.draw_foot(canvas, number, len(pages))
        canvas.showPage()


def _language(lang: str) -> str:
    return "zh-CN" if lang == "zh" else "en"


def _metadata(source: RenderInput, frozen_at: str, words: Captions) -> Metadata:
    evidence = source.evidence
    return Metadata(
        title=plain(f"{source.definition.title.get(source.lang)} {evidence.number}"),
        author=plain(source.issuer or evidence.operator.name),
        subject=words("subject"),
        creator=plain(f"fieldapp {evidence.app_version}"),
        created=from_wire(frozen_at),
        language=_language(source.lang),
    )


def _files(source: RenderInput, evidence: bytes, inks: Mapping[str, bytes]) -> list[AssociatedFile]:
    return [
        AssociatedFile("order.json", source.snapshot.data, "工单结构化数据 / work order data", "Data"),
        AssociatedFile("evidence.json", evidence, "签署证据 / evidence of signing", "Supplement"),
        *(AssociatedFile(record.file_name, inks[record.field], "笔迹 / ink", "Supplement") for record in source.evidence.inks),
    ]
