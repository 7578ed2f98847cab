"""Qt's own words, in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak(app: QApplication, language: str) -> None:
    """Qt's own words (file dialogs, menus of text fields) and date formats in the language of the program."""
    locale = QLocale(QLocale.Language.Chinese, QLocale.Country.China) if language == "zh" else QLocale(QLocale.Language.English)
    QLocale.setDefault(locale)
    translator = QTranslator(app)
    if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
