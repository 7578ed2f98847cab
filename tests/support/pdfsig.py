"""What poppler's pdfsig says of a sealed file, with an NSS database that trusts one root: an independent implementation."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_pdfsig = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")), reason="poppler's pdfsig and NSS's certutil"
)


def pdfsig_says(folder: Path, pdf: bytes, root_pem: bytes) -> str:
    """Its whole output; `folder` takes the database and the files."""
    database = folder / "nss"
    database.mkdir()
    (folder / "root.pem").write_bytes(root_pem)
    (folder / "sealed.pdf").write_bytes(pdf)
    for words in (["-N", "--empty-password"], ["-A", "-n", "root", "-t", "CT,CT,CT", "-i", str(folder / "root.pem")]):
        subprocess.run(["certutil", *words, "-d", f"sql:{database}"], check=True)
    asked = ["pdfsig", "-nssdir", f"sql:{database}", str(folder / "sealed.pdf")]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout
