"""Fields of different widths in a grid of six columns."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QLayout, QSpacerItem, QWidget

from fieldapp.forms.schema import Width

COLUMNS = 6
SPANS = {Width.FULL: 6, Width.HALF: 3, Width.THIRD: 2}


def six_columns(grid: QGridLayout) -> None:
    """Columns of one width, whatever stands in them."""
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, 1)


def fill_grid(grid: QGridLayout, parts: Iterable[tuple[QWidget | QLayout, int]]) -> None:
    """Widgets and layouts with their spans, one after the other. Only parts of one width share a line, so that every edge has
    another one above it (the PDF does the same)."""
    line, cell, before = 0, 0, 0
    for part, span in parts:
        if cell and (span != before or cell + span > COLUMNS):
            _fill_up(grid, line, cell)
            line, cell = line + 1, 0
        if isinstance(part, QLayout):
            grid.addLayout(part, line, cell, 1, span)
        else:
            grid.addWidget(part, line, cell, 1, span)
        cell, before = cell + span, span
    _fill_up(grid, line, cell)


def _fill_up(grid: QGridLayout, line: int, cell: int) -> None:
    """Qt puts a gap before each cell that holds nothing: one line that ends early would push the columns of all others aside."""
    if 0 < cell < COLUMNS:
        grid.addItem(QSpacerItem(0, 0), line, cell, 1, COLUMNS - cell)
