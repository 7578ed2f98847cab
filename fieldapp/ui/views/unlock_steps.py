"""The questions of first run and unlock, one widget each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.unlock import UnlockState, UnlockViewModel
from fieldapp.ui.widgets.common import GhostButton, IconText, PrimaryButton, Text


class Step(QWidget):
    """Title, explanation, fields, one primary button."""

    def __init__(self, view_model: UnlockViewModel, title: str, text: str, action: str, icon: str) -> None:
        super().__init__()
        self.vm = view_model
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 0)
        self.column.setSpacing(8)
        self.title = Text(title, "title")
        self.column.addWidget(self.title)
        self.column.addWidget(Text(text, "muted", wrap=True))
        self.column.addSpacing(8)
        self.fields: list[QLineEdit] = []
        self.build()
        self.column.addSpacing(8)
        self.go = PrimaryButton(action, icon, large=True, on_click=self._go)
        self.column.addWidget(self.go)
        if (other := self.other_way()) is not None:
            self.column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)

    def build(self) -> None:
        """Add the fields."""

    def other_way(self) -> QWidget | None:
        """What stands below the primary button."""
        return None

    def send(self) -> None:
        """Hand over what was typed."""

    def show_state(self, state: UnlockState) -> None:
        """Take over what is known."""

    def go_back(self) -> None:
        """Where Escape leads, if it leads anywhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def add_field(self, name: str, *, secret: bool = False, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        label = Text(name)
        label.setBuddy(field)
        self.column.addWidget(label)
        self.column.addWidget(field)
        self.fields.append(field)
        field.returnPressed.connect(self._next)
        return field

    def focus_first(self, *, wrong: bool = False) -> None:
        """Put the cursor where something is still to be typed, or typed anew because it was wrong."""
        empty = self._empty()
        if empty is None and wrong and self.fields:
            self.fields[0].setFocus()
            self.fields[0].selectAll()
        else:
            (empty or self.go).setFocus()

    def _empty(self) -> QLineEdit | None:
        return next((field for field in self.fields if field.isVisibleTo(self) and not field.text().strip()), None)

    def _next(self) -> None:
        empty = self._empty()
        if empty is None or empty.hasFocus():
            self._go()
        else:
            empty.setFocus()

    def _go(self) -> None:
        empty = self._empty()
        if empty is None:
            self.send()
        else:
            self.vm.ask_for(empty.accessibleName())
            empty.setFocus()


class ServerStep(Step):
    """The endpoint's address."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        super().__init__(
            view_model, tr("连接服务器"), tr("请输入公司工单服务器的地址，可向服务台索取。"), tr("下一步"), "arrow-right"
        )

    def build(self) -> None:
        self.url = self.add_field(tr("服务器地址"), hint="https://itsm.example.cn")
        self.url.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)

    def send(self) -> None:
        if self.url.text().strip():
            self.vm.check_server(self.url.text())

    def show_state(self, state: UnlockState) -> None:
        if state.server_url and not self.url.text():
            self.url.setText(state.server_url)


class LoginStep(Step):
    """User and password; a new passphrase where no keyring is there."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        super().__init__(view_model, tr("登录"), tr("首次登录会登记本设备，并取得你的工程师证书。"), tr("登录"), "key")

    def build(self) -> None:
        row = QHBoxLayout()
        self.server = IconText("server", "", tone=Tone.SUCCESS, elide=True)
        self.other = GhostButton(tr("更换"), flush="right", on_click=self.go_back)
        row.addWidget(self.server, 1)
        row.addWidget(self.other)
        self.column.addLayout(row)
        self.user = self.add_field(tr("用户名"))
        self.password = self.add_field(tr("密码"), secret=True)
        self.passphrase = self.add_field(tr("本机口令"), secret=True, hint=tr("至少 8 个字符，每次打开程序时输入"))
        label = self.column.itemAt(self.column.count() - 2).widget()
        self.again = self.add_field(tr("再输一次"), secret=True)
        self._first_time = (self.passphrase, label, self.again, self.column.itemAt(self.column.count() - 2).widget())

    def send(self) -> None:
        passphrase = self.passphrase.text() if self.passphrase.isVisibleTo(self) else ""
        if passphrase and not self.vm.passphrase_fits(passphrase, self.again.text()):
            (self.passphrase if passphrase == self.again.text() else self.again).setFocus()
            return
        self.vm.enrol(self.user.text().strip(), self.password.text(), passphrase)
        self.password.clear()

    def go_back(self) -> None:
        self.vm.change_server()

    def show_state(self, state: UnlockState) -> None:
        self.server.show_text("server", f"{state.server_name} · {state.server_url}", Tone.SUCCESS)
        if state.user_name and not self.user.text():
            self.user.setText(state.user_name)
        for part in self._first_time:
            part.setVisible(state.new_passphrase)


class PassphraseStep(Step):
    """Where no keyring is there, a passphrase opens the local data."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        text = tr("系统没有可用的密钥环，本机数据由口令保护。")
        super().__init__(view_model, tr("输入本机口令"), text, tr("解锁"), "unlock")

    def build(self) -> None:
        self.passphrase = self.add_field(tr("本机口令"), secret=True)

    def send(self) -> None:
        if self.passphrase.text():
            self.vm.give_passphrase(self.passphrase.text())
            self.passphrase.clear()


class PinStep(Step):
    """The PIN, offline."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        super().__init__(view_model, tr("输入 PIN"), tr("离线也能解锁。"), tr("解锁"), "unlock")

    def build(self) -> None:
        self.pin = pin_field(self, tr("PIN"))

    def other_way(self) -> QWidget:
        self.forgotten = GhostButton(tr("忘记 PIN…"), flush="left", on_click=lambda: self.vm.forget_pin(True))
        return self.forgotten

    def send(self) -> None:
        if self.pin.text():
            self.vm.give_pin(self.pin.text())
            self.pin.clear()


class ForgottenPinStep(Step):
    """The server's password shows who it is; a new PIN is set."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        text = tr("联网后用你登录服务器的密码验证身份，再设新的 PIN。已填内容都会保留。")
        super().__init__(view_model, tr("重设 PIN"), text, tr("验证并设新 PIN"), "key")

    def build(self) -> None:
        self.password = self.add_field(tr("服务器密码"), secret=True)
        self.pin = pin_field(self, tr("新 PIN（4 到 12 位数字）"))
        self.again = pin_field(self, tr("再输一次"))

    def send(self) -> None:
        if all(field.text() for field in self.fields):
            same = self.pin.text() == self.again.text()
            self.vm.reset_pin(self.password.text(), self.pin.text(), self.again.text())
            for field in self.fields if same else (self.pin, self.again):
                field.clear()
            if not same:
                self.pin.setFocus()

    def other_way(self) -> QWidget:
        self.back = GhostButton(tr("返回，输入 PIN"), "arrow-left", flush="left", on_click=self.go_back)
        return self.back

    def go_back(self) -> None:
        self.vm.forget_pin(False)


class NewPinStep(Step):
    """A new PIN, twice."""

    def __init__(self, view_model: UnlockViewModel) -> None:
        text = tr("4 到 12 位数字。离线解锁，以及从客户确认页返回时要用。")
        super().__init__(view_model, tr("设置 PIN"), text, tr("完成"), "check")

    def build(self) -> None:
        self.pin = pin_field(self, tr("新 PIN"))
        self.again = pin_field(self, tr("再输一次"))

    def send(self) -> None:
        if self.pin.text():
            self.vm.set_pin(self.pin.text(), self.again.text())
            self.pin.clear()
            self.again.clear()


def pin_field(step: Step, name: str) -> QLineEdit:
    """Digits only, hidden, with the number pad on touch screens."""
    field = step.add_field(name, secret=True)
    field.setMaxLength(12)
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
    return field
