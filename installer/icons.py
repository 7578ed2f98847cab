"""The program's icon in every form a system asks for, drawn from resources/icons/app.svg; and Windows' version resource."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ROOT / "resources" / "icons" / "app.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


@dataclass(frozen=True, slots=True)
class Icons:
    """Where the files are."""

    folder: Path

    def png(self, size: int) -> Path:
        return self.folder / f"fieldapp-{size}.png"

    def for_program(self) -> str | None:
        """What PyInstaller takes on this system; Linux has icons beside the program, in the .deb."""
        name = {"win32": "fieldapp.ico", "darwin": "fieldapp.icns"}.get(sys.platform)
        return str(self.folder / name) if name else None


def make(folder: Path) -> Icons:
    """Draw all sizes into a folder."""
    from PIL import Image

    icons = Icons(folder / "icons")
    icons.folder.mkdir(parents=True, exist_ok=True)
    for size in (*SIZES, 512):
        icons.png(size).write_bytes(draw(size))
    pictures = {size: Image.open(io.BytesIO(icons.png(size).read_bytes())) for size in (*SIZES, 512)}
    pictures[256].save(
        icons.folder / "fieldapp.ico",
        sizes=[(size, size) for size in SIZES],
        append_images=[pictures[size] for size in SIZES[:-1]],
    )
    pictures[512].save(icons.folder / "fieldapp.icns", append_images=[pictures[size] for size in (256, 128, 64, 32, 16)])
    return icons


def draw(size: int) -> bytes:
    """The drawing as PNG of this many pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


VERSION_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004, fileType=1, subtype=0),
  kids=[
    StringFileInfo([StringTable('080404B0', [
      StringStruct('CompanyName', 'fieldapp'),
      StringStruct('FileDescription', '现场工单'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('OriginalFilename', '{name}.exe'),
      StringStruct('ProductName', '现场工单 fieldapp'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [2052, 1200])])
  ]
)
"""


def version_resource(folder: Path, name: str, version: str) -> str:
    """Windows shows it in the file's properties, and Defender looks at it."""
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    path = folder / f"{name}-version.txt"
    path.write_text(VERSION_RESOURCE.format(numbers=numbers, version=version, name=name), encoding="utf-8")
    return str(path)
