"""What others read in a PDF: poppler's text and pictures, pikepdf's verdict and attachments."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pikepdf
import pikepdf.pdfa

from tests.support.pdf_bytes import byte_findings


def text_of(pdf: bytes, *options: str) -> str:
    """`pdftotext` of the whole file; pages end with a form feed."""
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    """Without white space: what is left when lines break elsewhere."""
    return "".join(text.split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def attachments(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}


def assert_conforms(pdf: bytes) -> None:
    """PDF/A-3b by pikepdf's validator and by the bytes themselves."""
    report = pikepdf.pdfa.validate_written(io.BytesIO(pdf), "3b")
    assert report.passed, [str(finding) for finding in report.findings[:10]]
    assert byte_findings(pdf) == []


def pixels(pdf: bytes, page: int, dpi: int = 50) -> tuple[int, int, bytes]:
    """Width, height and RGB bytes of a page as poppler draws it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.pdf"
        source.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", source, Path(folder) / "a"], check=True
        )
        from PIL import Image

        with Image.open(Path(folder) / "a.ppm") as image:
            return image.width, image.height, image.tobytes()
