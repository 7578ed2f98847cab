"""Fault codes to words: what happened, what is safe, what to do. The only place where an error becomes text for a person."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.errors import EnvironmentFault, Fault, InputFault, NetworkFault, RefusedFault
from fieldapp.ui.i18n import tr


@dataclass(frozen=True, slots=True)
class Words:
    """One failure in words. `safe` and `todo` may be empty."""

    what: str
    safe: str = ""
    todo: str = ""

    @property
    def line(self) -> str:
        """Everything in one paragraph."""
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)


def explain(error: BaseException) -> Words:
    """The words for a failure; for a bug, the words that say so and that the data is safe."""
    if not isinstance(error, Fault):
        return Words(
            tr("程序内部出错（{kind}）。", kind=type(error).__name__),
            tr("已保存的内容不受影响。"),
            tr("请重试；若再次出现，请到“设置”导出诊断信息。"),
        )
    known = _known(error.code)
    if known is not None:
        return known
    return _by_kind(error)


def explain_code(code: str) -> Words:
    """The same for a code that was stored (outbox, last sync report) without its fault."""
    return _known(code) or Words(tr("操作未完成（{code}）。", code=code), tr("已保存的内容不受影响。"))


def _by_kind(fault: Fault) -> Words:
    match fault:
        case NetworkFault():
            return Words(tr("连接不上服务器。"), tr("工作可以离线继续，内容已保存在本机。"), tr("网络恢复后会自动同步。"))
        case RefusedFault():
            return Words(tr("现在不能这样做：{text}。", text=fault.text))
        case InputFault():
            return Words(tr("填写的内容不能用：{text}。", text=fault.text))
        case EnvironmentFault():
            return Words(tr("本机环境有问题：{text}。", text=fault.text), tr("已保存的内容不受影响。"))
        case _:
            return Words(tr("操作未完成：{text}。", text=fault.text))


def _known(code: str) -> Words | None:
    for group in (_network_words, _access_words, _store_words, _process_words, _sync_words, _input_words):
        found = group().get(code)
        if found is not None:
            return found
    return None


def _network_words() -> dict[str, Words]:
    offline_safe = tr("工作可以离线继续，内容已保存在本机。")
    return {
        "net.unreachable": Words(tr("连接不上服务器。"), offline_safe, tr("请检查网络；恢复后会自动同步。")),
        "net.timeout": Words(tr("服务器太久没有答复。"), offline_safe, tr("稍后会自动重试。")),
        "net.tls": Words(tr("服务器的安全证书不被信任。"), offline_safe, tr("请核对服务器地址，或请管理员提供 CA 证书。")),
        "net.captive": Words(
            tr("网络需要先登录（例如酒店或访客 Wi-Fi）。"), offline_safe, tr("请在浏览器中完成网络登录，再点“立即同步”。")
        ),
        "net.not-endpoint": Words(
            tr("应答的不是工单服务器。"), offline_safe, tr("可能是网络登录页或地址有误：请核对服务器地址。")
        ),
        "net.truncated": Words(tr("收到的数据不完整。"), offline_safe, tr("稍后会自动重试。")),
    }


def _access_words() -> dict[str, Words]:
    return {
        "auth.refused": Words(tr("用户名或密码不对。"), "", tr("请核对后再试；注意大小写和输入法。")),
        "auth.expired": Words(tr("登录已过期。"), tr("离线填写和签字不受影响。"), tr("请重新登录后同步。")),
        "unauthorised": Words(tr("登录已过期。"), tr("离线填写和签字不受影响。"), tr("请重新登录后同步。")),
        "forbidden": Words(tr("服务器不允许当前账号做这件事。"), tr("本机内容保留。"), tr("请联系服务台核对权限。")),
        "access.pin": Words(tr("PIN 不对。"), "", tr("请再输一次。")),
        "access.pin-wait": Words(tr("PIN 连续输错，需要等一会儿。"), tr("本机内容安全。"), tr("稍后再试，或用密码登录。")),
        "access.pin-weak": Words(tr("PIN 太简单。"), "", tr("请用 6 位以上、不全相同也不连续的数字。")),
        "vault.passphrase": Words(tr("口令不对，打不开本机加密数据。"), tr("数据仍然完好。"), tr("请再输一次口令。")),
        "vault.locked": Words(tr("系统密钥环已锁定。"), tr("数据仍然完好。"), tr("请先解锁系统密钥环，再打开程序。")),
    }


def _store_words() -> dict[str, Words]:
    return {
        "store.locked": Words(tr("数据正被另一个窗口使用。"), tr("数据完好。"), tr("请切换到已打开的窗口，或关闭它后重试。")),
        "store.damaged": Words(
            tr("本机数据文件损坏。"), tr("原文件已原样保留，没有覆盖。"), tr("可从最近的备份恢复，已同步的工单可重新获取。")
        ),
        "store.wrong-key": Words(
            tr("密钥与数据文件不符。"), tr("数据文件没有改动。"), tr("请用原来的系统账号登录，或联系管理员。")
        ),
        "disk.full": Words(
            tr("磁盘空间不足，未能保存这一步。"), tr("之前保存的内容完好。"), tr("请先腾出空间（至少 200 MB）再试。")
        ),
        "disk.failed": Words(tr("磁盘读写失败。"), tr("之前保存的内容完好。"), tr("请检查磁盘，尽快同步。")),
        "settings.broken": Words(tr("设置文件读不懂。"), tr("工单数据不受影响。"), tr("请修正或移走 settings.json 后重开程序。")),
    }


def _process_words() -> dict[str, Words]:
    return {
        "order.missing": Words(tr("本机没有这张派工单。"), "", tr("它可能已改派或取消，请同步后查看。")),
        "order.frozen": Words(tr("此单已改派或取消，不能再修改。"), tr("已做的工作会作为补报送达服务台。")),
        "state.refused": Words(tr("当前状态不能直接做这一步。"), "", tr("请按流程先完成前面的步骤。")),
        "decline.reason": Words(tr("拒绝派工需要写明原因。")),
        "ink.blank": Words(tr("还没有签名。"), "", tr("请在签名区手写签名。")),
        "ink.too-small": Words(tr("签名太小，无法作为凭据。"), "", tr("请写大一些，占到签名区的一半左右。")),
        "seal.no-certificate": Words(
            tr("本机还没有工程师证书，不能封存 PDF。"), tr("客户签名已保存。"), tr("联网同步一次即可取得证书，再点“归档”。")
        ),
    }


def _sync_words() -> dict[str, Words]:
    return {
        "stale": Words(tr("服务台同时改了这张单。"), tr("两边的内容都保留。"), tr("请在“同步”中逐项确认。")),
        "refused": Words(tr("服务器没有接受这项修改。"), tr("内容保留在本机。"), tr("请打开该单按提示改正，会自动重发。")),
        "blob-missing": Words(tr("照片或文件还没传完。"), tr("文件保留在本机。"), tr("会自动续传。")),
        "blob-hash": Words(tr("文件传输中出错。"), tr("文件保留在本机。"), tr("会自动重新上传。")),
        "too-large": Words(tr("文件超过服务器允许的大小。"), tr("文件保留在本机。"), tr("请换用较小的文件。")),
        "client-too-old": Words(
            tr("程序版本太旧，服务器不再接受。"), tr("本机内容保留，可以继续填写。"), tr("请升级程序后同步。")
        ),
        "rate-limited": Words(tr("服务器正忙。"), tr("内容保留在本机。"), tr("会按服务器要求的时间再试。")),
        "wrong-server": Words(
            tr("这不是原来的服务器。"), tr("没有发送任何内容。"), tr("请核对服务器地址；如已更换服务器，请联系管理员。")
        ),
        "mass-removal": Words(tr("服务器要移除大量工单，已暂停。"), tr("本机工单全部保留。"), tr("请与服务台确认后再继续同步。")),
        "invalid": Words(tr("服务器说数据格式不对。"), tr("内容保留在本机。"), tr("请联系服务台。")),
    }


def _input_words() -> dict[str, Words]:
    return {
        "server.address": Words(tr("服务器地址不对。"), "", tr("应以 https:// 开头，例如 https://itsm.example.cn。")),
        "answer.number": Words(tr("请填数字。")),
        "answer.money": Words(tr("请填金额，例如 12.50。")),
        "answer.date": Words(tr("日期不对，例如 2026-11-22。")),
        "answer.time": Words(tr("时间不对，例如 14:30。")),
        "answer.datetime": Words(tr("日期时间不对。")),
        "answer.phone": Words(tr("电话号码不对。")),
        "answer.choice": Words(tr("请从选项中选择。")),
        "answer.too-long": Words(tr("内容太长。"), "", tr("请精简后再保存。")),
    }
