"""The font of the rare characters comes after the first paint; what was shown before then gets its glyphs too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CHILD = """
import json
from PySide6.QtGui import QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication
from fieldapp.ui import theme

def drawn(font, text):
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [(run.rawFont().familyName(), list(run.glyphIndexes())) for run in layout.glyphRuns()]

app = QApplication([])
theme.apply(app, "light")
font = theme.font()
before = drawn(font, "李\\U0002a6a5")
loaded = theme.load_rare_characters()
print(json.dumps([before, loaded, drawn(font, "李\\U0002a6a5"), drawn(app.font(), "\\U0002a6a5")]))
"""


def test_a_font_in_use_gets_the_rare_characters_when_they_are_loaded(tmp_path: Path) -> None:
    no_fonts = tmp_path / "fonts.conf"
    no_fonts.write_text("<fontconfig></fontconfig>")  # the machine's own fonts must not help
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(no_fonts)}
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    before, loaded, after, of_application = json.loads(done.stdout)
    assert loaded
    assert "HanaMinB" not in [family for family, _ in before]
    assert {family for family, _ in after} == {"Noto Sans SC", "HanaMinB"}
    assert all(0 not in glyphs for _, glyphs in after)
    assert [family for family, _ in of_application] == ["HanaMinB"]
