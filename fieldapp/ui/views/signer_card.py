"""设置 › 签章证书: which key seals, tried before it is taken over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.preferences import SIGNERS, PreferencesState, PreferencesViewModel, signer_words
from fieldapp.ui.widgets.common import SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox

KINDS = {
    "signer_file": ("pkcs12",),
    "signer_module": ("pkcs11",),
    "signer_token": ("pkcs11",),
    "signer_certificate": ("pkcs11",),
    "signer_issuers": ("pkcs12", "pkcs11"),
}
"""Which settings belong to which kind of identity."""


class SignerForm(QWidget):
    """The choice below the certificate's own lines. The secret is handed over and cleared; the form never keeps it."""

    def __init__(self, view_model: PreferencesViewModel) -> None:
        super().__init__()
        self._vm = view_model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        chosen = view_model.state.settings
        self.kind = QuietComboBox()
        self.kind.setAccessibleName(tr("签章方式"))
        for name in SIGNERS:
            self.kind.addItem(signer_words(name), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen.signer)))
        self._rows: dict[str, QWidget] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._row("kind", tr("签章方式"), self.kind)
        names = {
            "signer_file": (tr("证书文件"), ".p12 / .pfx"),
            "signer_module": (tr("驱动文件"), ".so / .dll"),
            "signer_token": (tr("USB Key 名称"), tr("只插一个时可不填")),
            "signer_certificate": (tr("证书名称"), tr("只有一张可用时可不填")),
            "signer_issuers": (tr("上级证书文件"), tr("PEM，可含吊销列表；证书里已有时可不填")),
        }
        for setting, (name, hint) in names.items():
            self.fields[setting] = self._field(setting, name, hint, getattr(chosen, setting))
        self.secret = QLineEdit()
        self.secret.setAccessibleName(tr("口令或 PIN"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.secret.returnPressed.connect(self.send)
        self._row("secret", tr("口令或 PIN"), self.secret)
        self.keep = QCheckBox(tr("记住（加密保存在密钥库）"))
        self._column.addWidget(self.keep)
        self.go = SecondaryButton(tr("检查并使用"), "shield", on_click=self.send)
        self._column.addWidget(self.go)
        self.kind.currentIndexChanged.connect(self._show_kind)
        view_model.changed.connect(self._show)
        self._show_kind()

    def send(self) -> None:
        """Try what is filled in."""
        values = {setting: field.text().strip() for setting, field in self.fields.items()}
        self._vm.use_signer(self.secret.text(), keep=self.keep.isChecked(), signer=self.kind.currentData(), **values)
        self.secret.clear()

    def _field(self, setting: str, name: str, hint: str, value: str) -> QLineEdit:
        field = QLineEdit(value)
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        browse = None
        if setting in {"signer_file", "signer_module", "signer_issuers"}:
            browse = SecondaryButton(tr("选择…"), on_click=lambda: self._browse(field, name))
        self._row(setting, name, field, browse)
        return field

    def _browse(self, field: QLineEdit, name: str) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, name, field.text())
        if chosen:
            field.setText(chosen)

    def _row(self, key: str, name: str, control: QWidget, more: QWidget | None = None) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        label = Text(name)
        label.setMinimumWidth(104)
        label.setBuddy(control)
        row.addWidget(label)
        row.addWidget(control, 1)
        if more is not None:
            row.addWidget(more)
        self._rows[key] = holder
        self._column.addWidget(holder)

    @Slot()
    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        for setting, kinds in KINDS.items():
            self._rows[setting].setVisible(kind in kinds)
        for part in (self._rows["secret"], self.keep):
            part.setVisible(kind != "device")

    @Slot(object)
    def _show(self, state: PreferencesState) -> None:
        self.go.setEnabled(not state.adopting)
        self.go.set_words(tr("正在检查…") if state.adopting else tr("检查并使用"))
