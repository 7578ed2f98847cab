"""设置与诊断: looks, sync, storage and backup, certificate, about; checks and updates have cards of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import languages, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.preferences import INTERVALS_S, SCALES, PreferencesState, PreferencesViewModel
from fieldapp.ui.views.signer_card import SignerForm
from fieldapp.ui.views.sync_parts import pairs_grid
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import Badge, Card, Icon, InlineNotice, ScrollPage, SecondaryButton, Text, clear_layout
from fieldapp.ui.widgets.common.quiet import QuietComboBox

THEMES = ("light", "dark", "contrast")
LANGUAGES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class MoreCards:
    """What other parts of the program put on this page: cards below ours, and into the storage's."""

    left: tuple[QWidget, ...] = ()
    right: tuple[QWidget, ...] = ()
    storage: tuple[QWidget, ...] = ()


class PreferencesView(ScrollPage):
    """The page; a choice is saved and shown at once."""

    def __init__(self, view_model: PreferencesViewModel, more: MoreCards | None = None) -> None:
        super().__init__()
        self._vm = view_model
        more = more or MoreCards()
        self._shown: PreferencesState | None = None
        self._said = 0
        self.notice, self.restart = InlineNotice(), InlineNotice(closable=False)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.restart)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(theme.GAP)
        left, right = QVBoxLayout(), QVBoxLayout()
        self.storage, self.certificate, self.about = Card(tr("存储与备份")), Card(tr("签章证书")), Card(tr("关于"))
        self.backup = SecondaryButton(tr("立即备份"), "save", on_click=view_model.backup_now)
        self.storage.head.addWidget(self.backup)
        self._certificate_badge = Badge(Look("", "shield", Tone.NEUTRAL))
        self.certificate.head.addWidget(self._certificate_badge)
        self.signer = SignerForm(view_model)
        self._certificate_lines = QVBoxLayout()
        self.certificate.body.addLayout(self._certificate_lines)
        self.certificate.body.addWidget(self.signer)
        self._storage_lines = QVBoxLayout()
        self.storage.body.addLayout(self._storage_lines)
        for widget in more.storage:
            self.storage.body.addWidget(widget)
        for side, cards in (
            (left, (self._looks(), self._sync(), *more.left)),
            (right, (self.storage, self.certificate, *more.right, self.about)),
        ):
            side.setSpacing(theme.GAP)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        self.column.addLayout(self._columns)
        self.column.addStretch(1)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        self._vm.refresh()

    def leave(self) -> bool:
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a form was opened, another kind of certificate chosen
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """Two columns where there is room for both."""
        sides = [self._columns.itemAt(place).minimumSize().width() for place in range(self._columns.count())]
        beside = self.viewport().width() - 2 * theme.PAGE_MARGIN >= 2 * max(sides) + theme.GAP
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _looks(self) -> Card:
        card = Card(tr("显示"))
        chosen = self._vm.state.settings
        names = {"light": tr("浅色"), "dark": tr("深色"), "contrast": tr("高对比度")}
        self.theme = _choice(tr("主题"), [(names[key], key) for key in THEMES], chosen.theme)
        self.theme.currentIndexChanged.connect(lambda _: self._vm.choose(theme=self.theme.currentData()))
        self.scale = _choice(tr("缩放"), [(f"{percent} %", percent) for percent in SCALES], chosen.scale)
        self.scale.currentIndexChanged.connect(lambda _: self._vm.choose(scale=self.scale.currentData()))
        self.language = _choice(tr("语言"), [(LANGUAGES.get(key, key), key) for key in languages()], chosen.language)
        self.language.currentIndexChanged.connect(lambda _: self._vm.choose(language=self.language.currentData()))
        for icon, name, control in (
            ("contrast", tr("主题"), self.theme),
            ("zoom-in", tr("缩放"), self.scale),
            ("language", tr("语言"), self.language),
        ):
            card.body.addLayout(_row(icon, name, control))
        return card

    def _sync(self) -> Card:
        card = Card(tr("服务器与同步"))
        chosen = self._vm.state.settings
        server = Text(chosen.server_url or tr("未设置（演示）"), "body", wrap=True)
        card.body.addLayout(_row("server", tr("服务器"), server))
        card.body.addLayout(_row("user", tr("用户名"), Text(chosen.user_name or "—")))
        options = [(tr("每 {n} 分钟", n=seconds // 60), seconds) for seconds in INTERVALS_S]
        self.interval = _choice(tr("自动同步"), options, chosen.sync_every_s)
        self.interval.currentIndexChanged.connect(lambda _: self._vm.choose(sync_every_s=self.interval.currentData()))
        card.body.addLayout(_row("clock", tr("自动同步"), self.interval))
        options = [(tr("照片和文件等不计费的网络"), False), (tr("照片和文件照常发送"), True)]
        self.metered = _choice(tr("计费网络"), options, chosen.files_on_metered)
        self.metered.currentIndexChanged.connect(lambda _: self._vm.choose(files_on_metered=self.metered.currentData()))
        card.body.addLayout(_row("upload", tr("计费网络"), self.metered))
        return card

    @Slot(object)
    def _show(self, state: PreferencesState) -> None:
        before, self._shown = self._shown, state
        self.backup.setEnabled(not state.backing_up)
        self.backup.set_words(tr("正在备份…") if state.backing_up else tr("立即备份"))
        if before is None or (before.storage, before.certificate, before.about) != (
            state.storage,
            state.certificate,
            state.about,
        ):
            for place, pairs in (
                (self._storage_lines, state.storage),
                (self._certificate_lines, state.certificate),
                (self.about.body, state.about),
            ):
                _fill(place, pairs)
        words = {Tone.SUCCESS: tr("有效"), Tone.WARNING: tr("请留意"), Tone.DANGER: tr("无效")}.get(state.certificate_tone, "")
        self._certificate_badge.setVisible(bool(words))
        icon = "shield" if state.certificate_tone is Tone.SUCCESS else "warning"
        self._certificate_badge.show_look(Look(words, icon, state.certificate_tone))
        if state.restart_needed:
            self.restart.say(Tone.ACCENT, tr("语言与缩放在重新打开程序后生效。"))
        else:
            self.restart.hide()
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)


def _fill(place: QBoxLayout, pairs: Sequence[tuple[str, str]]) -> None:
    clear_layout(place)
    place.addWidget(pairs_grid(pairs, name_width=104) if pairs else Text(tr("正在读取…"), "muted"))


def _choice(name: str, options: Sequence[tuple[str, object]], value: object) -> QComboBox:
    combo = QuietComboBox()
    combo.setAccessibleName(name)
    for words, data in options:
        combo.addItem(words, data)
    known = [data for _words, data in options]
    if value in known:
        combo.setCurrentIndex(known.index(value))
    return combo


def _row(icon: str, name: str, control: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon(icon))
    label = Text(name)
    label.setMinimumWidth(96)
    row.addWidget(label)
    row.addWidget(control, 1)
    return row
