"""Choose, save and delete views of the order list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel, OrdersState
from fieldapp.ui.viewmodels.saved_views import MOST, SavedView, built_in, choice_of, from_settings, to_settings
from fieldapp.ui.widgets.common import GhostButton, IconButton, PrimaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox


class ViewPicker(QuietComboBox):
    """`chosen(SavedView)` when a person picks one; what is shown that is no view reads 自选."""

    chosen = Signal(object)

    def __init__(self, view_model: OrdersListViewModel) -> None:
        super().__init__()
        self._vm = view_model
        own = [view for held in view_model.saved_views() if (view := from_settings(held)) is not None]
        self.views: list[SavedView] = [*built_in(), *own[:MOST]]
        self.setAccessibleName(tr("视图"))
        self.setToolTip(tr("视图：一次选好筛选和排序（Alt+1 … Alt+9）"))
        self.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToContents)
        self._fill()
        self.activated.connect(self._pick)

    @property
    def own(self) -> tuple[SavedView, ...]:
        return tuple(view for view in self.views if view.own)

    @property
    def current(self) -> SavedView | None:
        """The view that the list shows; None for a choice of one's own."""
        index = self.currentIndex()
        return self.views[index] if 0 <= index < len(self.views) else None

    def follow(self, state: OrdersState) -> None:
        """Show which view the list shows."""
        index = next((place for place, view in enumerate(self.views) if view.fits(state)), len(self.views))
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def take(self, index: int) -> None:
        """Pick by number, 0 first."""
        if index < len(self.views):
            self.chosen.emit(self.views[index])

    def save(self, name: str, state: OrdersState) -> None:
        """Keep what the list shows under a name; a view of that name is replaced."""
        view = SavedView(name.strip(), choice_of(state), own=True)
        self.views = [*(known for known in self.views if not (known.own and known.name == view.name)), view]
        self._keep()

    def delete(self) -> None:
        """Forget the person's own view that is shown."""
        if self.current is not None and self.current.own:
            self.views.remove(self.current)
            self._keep()

    def _keep(self) -> None:
        self._vm.keep_views([to_settings(view) for view in self.own])
        self._fill()
        self.follow(self._vm.state)

    def _fill(self) -> None:
        self.blockSignals(True)
        self.clear()
        for view in self.views:
            self.addItem(view.name)
        self.addItem(tr("自选"))
        self.blockSignals(False)

    def _pick(self, index: int) -> None:
        if index < len(self.views):
            self.chosen.emit(self.views[index])
        else:
            self.follow(self._vm.state)


class ViewKeeper(QFrame):
    """The line in which a view gets its name. `named(name)`; Escape puts it away. `asking(True)` while it is there."""

    named = Signal(str)
    asking = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(theme.GRID)
        row.addWidget(Text(tr("把现在的筛选和排序存为视图"), "strong"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("视图名称"))
        self.name.setAccessibleName(tr("视图名称"))
        self.name.setMaxLength(24)
        self.name.returnPressed.connect(self._give)
        row.addWidget(self.name, 1)
        row.addWidget(GhostButton(tr("取消"), on_click=self.hide))
        row.addWidget(PrimaryButton(tr("保存"), "check", on_click=self._give))
        self.hide()

    def ask(self) -> None:
        self.name.clear()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.asking.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.asking.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _give(self) -> None:
        if self.name.text().strip():
            self.hide()
            self.named.emit(self.name.text())


def keep_button() -> IconButton:
    return IconButton("star", tr("把现在的筛选存为视图"))


def delete_button() -> IconButton:
    return IconButton("trash", tr("删除此视图"))
