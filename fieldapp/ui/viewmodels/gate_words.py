"""What the gate says when something fails."""

from __future__ import annotations

from fieldapp.errors import NetworkFault
from fieldapp.store.vault_file import SHORTEST_PASSPHRASE
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain, explain_code


def in_words(error: Exception) -> Words:
    """As `messages.explain`, but before the first login nothing goes on offline yet."""
    words = explain(error)
    if isinstance(error, NetworkFault):
        return Words(words.what, "", tr("请检查网络和服务器地址后再试。"))
    return words


def missing(label: str) -> Words:
    return Words(tr("请填写{label}", label=label))


def new_passphrase(passphrase: str, again: str) -> Words | None:
    """What is wrong with it."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return explain_code("vault.short-passphrase")
    return Words(tr("两次输入的口令不一样。")) if passphrase != again else None


def wrong_pin() -> Words:
    return Words(tr("PIN 不对。"), "", tr("请再输一次。"))


def different_pins() -> Words:
    return Words(tr("两次输入的 PIN 不一样。"), "", tr("请重新输入。"))


def no_new_pin(error: Exception) -> Words:
    """Why a forgotten PIN was not set anew; without a network nobody but the PIN can tell who is there."""
    if isinstance(error, NetworkFault):
        return Words(
            tr("连不上服务器，现在不能重设 PIN。"),
            tr("已填内容都保存在本机。"),
            tr("请连上网络后再试；想起 PIN 时随时可以输入。"),
        )
    words = explain(error)
    if getattr(error, "code", "") == "auth.refused":
        return Words(tr("密码不对。"), tr("已填内容都保存在本机。"), words.todo)
    return words
