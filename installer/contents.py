"""What goes into the frozen program and what stays out, each with its reason. The spec, the .deb and the tests read this."""

from __future__ import annotations

import fnmatch
import os
import sys
from pathlib import Path

ROOT = Path(os.environ.get("FIELDAPP_SOURCE") or Path(__file__).resolve().parents[1])
"""The checkout that is built; another one than this for the test of upgrades."""

DYNAMIC_IMPORTS = Path(__file__).with_name("dynamic_imports.txt")

RESOURCES_LEFT_OUT = {
    "i18n/*.ts": "the translators' source; the program reads the compiled .qm",
}

MODULES_LEFT_OUT = {
    "mypy": "pydantic's plugin for a type checker",
    "ast_serialize": "of mypy",
    "hypothesis": "pydantic's plugin for tests",
    "pytest": "runs tests",
    "_pytest": "runs tests",
    "setuptools": "cffi's and numpy's build helpers",
    "pip": "installs packages; nothing is installed into a frozen program",
    "pygments": "colours for consoles",
    "rich": "colours for consoles (lark's trees)",
    "lxml": "pyHanko's and fontTools' XML; XMP is read with the standard library here",
    "fontTools": "pyHanko's stamps with fonts of their own; our PDFs are made with ReportLab and HarfBuzz",
    "numpy": "psycopg's number types of arrays",
    "PIL._avif": "photos are JPEG, PNG or WebP (services/attachments), and this decoder is 10 MB",
    "PIL.AvifImagePlugin": "see PIL._avif",
    "PIL.ImageTk": "Tk is not used",
    "tkinter": "Tk is not used",
    "readline": "no prompt is ever shown",
    "curses": "no terminal window is ever drawn",
    "PySide6.QtQml": "screens are widgets (the libraries stay: the camera's plugin is linked with them, installer/trim)",
    "PySide6.QtQuick": "see PySide6.QtQml",
    "PySide6.QtOpenGL": "nothing is drawn in 3D",
    "PySide6.QtSql": "the store is SQLCipher through SQLAlchemy",
    "PySide6.QtWebEngineCore": "no web page is shown",
}

OPTIONAL = {
    "pygments": "mako colours its errors where it is there",
    "numpy": "psycopg and openpyxl take its numbers where it is there",
    "lxml": "openpyxl reads with it where it is there, else with the standard library",
    "setuptools": "cffi asks for it only to build",
}
"""Of those left out: imported where they are installed, and not missed where they are not."""

QT_LEFT_OUT = {
    "platforminputcontexts/*virtualkeyboard*": "Qt's own screen keyboard; the system's is used",
    "platformthemes/*gtk3*": "looks up GTK at every start (half a second); the program has its own look",
    "platforms/*eglfs*": "screens without a window system",
    "platforms/*linuxfb*": "screens without a window system",
    "platforms/*vkkhrdisplay*": "screens without a window system",
    "platforms/*minimal*": "draws nothing; `offscreen` is what headless jobs use",
    "platforms/*vnc*": "opens a port to the network",
    "platforms/*wayland*": "not tried; on Wayland the program runs through XWayland",
    "wayland-*/*": "see platforms/*wayland*",
    "egldeviceintegrations/*": "screens without a window system",
    "xcbglintegrations/*": "nothing is drawn in 3D",
    "generic/*": "raw input devices of screens without a window system",
    "imageformats/*qtiff*": "photos are JPEG, PNG or WebP",
    "imageformats/*qpdf*": "PDF pages are drawn by QtPdf itself",
    "imageformats/*qicns*": "no such pictures are shown",
    "imageformats/*qtga*": "no such pictures are shown",
    "imageformats/*qwbmp*": "no such pictures are shown",
    "iconengines/*": "icons are drawn by ui/icons with QtSvg",
    "tls/*": "QtNetwork only tells whether there is a network; TLS is Python's",
    "multimedia/*gstreamer*": "the camera is reached through FFmpeg's plugin",
    "qmltooling/*": "screens are widgets",
    "qml/*": "screens are widgets",
    "position/*": "no position is ever asked for",
    "sqldrivers/*": "the store is SQLCipher through SQLAlchemy",
    "*opengl32sw.dll": "OpenGL in software (20 MB); widgets are painted without",
    "*d3dcompiler*.dll": "shaders; widgets are painted without",
}

TRANSLATIONS_KEPT = ("qtbase_zh_CN.qm", "qtbase_en.qm")
"""Qt's own words (file dialogs, menus of text fields) in the two languages of the program."""

SYSTEM_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libXrender.so.1": "libxrender1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgmodule-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libpulse.so.0": "libpulse0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1 | libxcb-util0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libatomic.so.1": "libatomic1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "libcups.so.2": "libcups2",
}
"""Linux: libraries that are the system's (its package manager keeps them safe), and the Debian package of each. Everything else
from the machine it is built on (OpenSSL, libffi, SQLite … of Python) goes into the folder."""

OPTIONAL_PACKAGES = ("libcups2",)
"""Only a plugin needs them: without CUPS there is no printer to print on, and the program starts all the same."""

KEYRINGS = {
    "win32": ("keyring.backends.Windows", "win32ctypes.core.cffi", "win32ctypes.core.ctypes"),
    "darwin": ("keyring.backends.macOS",),
    "linux": ("keyring.backends.SecretService",),
}


def dynamic_imports() -> tuple[str, ...]:
    """Modules that are imported by name while the program runs (installer/trace finds them)."""
    lines = DYNAMIC_IMPORTS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def own_modules() -> tuple[str, ...]:
    """Every module of the program: commands and pages are imported only when they are asked for, so all go in."""
    found = (path.relative_to(ROOT).with_suffix("").parts for path in (ROOT / "fieldapp").rglob("*.py"))
    return tuple(sorted(".".join(parts).removesuffix(".__init__") for parts in found))


def hidden_imports(platform: str = sys.platform) -> list[str]:
    """What PyInstaller cannot see in import statements."""
    keyrings = KEYRINGS.get(platform, KEYRINGS["linux"])
    return sorted({*own_modules(), *dynamic_imports(), *keyrings})


def resources() -> list[tuple[str, str]]:
    """PyInstaller's `datas`: each shipped file and its folder."""
    pairs = []
    for path in sorted((ROOT / "resources").rglob("*")):
        name = path.relative_to(ROOT / "resources").as_posix()
        if path.is_file() and not matches(name, RESOURCES_LEFT_OUT):
            pairs.append((str(path), (Path("resources") / name).parent.as_posix()))
    return pairs


def stays_out(target: str, platform: str = sys.platform) -> bool:
    """Whether a collected file is left out, by its place in the folder."""
    name = target.replace("\\", "/")
    inside_qt = name.split("/plugins/", 1)[-1] if "/plugins/" in name else name
    if matches(name, QT_LEFT_OUT) or matches(inside_qt, QT_LEFT_OUT):
        return True
    if "/translations/" in name and name.startswith("PySide6/"):
        return name.rsplit("/", 1)[-1] not in TRANSLATIONS_KEPT
    return platform.startswith("linux") and name in SYSTEM_LIBRARIES


def matches(name: str, patterns: object) -> bool:
    assert isinstance(patterns, dict | tuple)
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
