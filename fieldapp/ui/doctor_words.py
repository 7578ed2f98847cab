"""The words for what `doctor` found: what it is, what is safe, what to do; on the command line and in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fieldapp.services.findings import Finding
from fieldapp.ui import timewords
from fieldapp.ui.fault_words import Words
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import explain_code


def check_name(check: str) -> tuple[str, str]:
    """A check's name and icon."""
    return {
        "fonts": (tr("字体"), "language"),
        "keyring": (tr("密钥环"), "lock"),
        "disk": (tr("磁盘"), "database"),
        "database": (tr("数据库"), "database"),
        "backups": (tr("备份"), "save"),
        "certificate": (tr("签章证书"), "shield"),
        "endpoint": (tr("服务器"), "server"),
        "tls": (tr("安全连接"), "lock"),
        "clock": (tr("时钟"), "clock"),
        "input": (tr("输入法"), "edit"),
        "codes": (tr("扫码"), "camera"),
        "printer": (tr("打印机"), "file"),
        "files": (tr("服务端附件"), "server"),
        "crashes": (tr("程序出错"), "warning"),
    }.get(check, (check, "info"))


def finding_words(finding: Finding) -> Words:
    """The words for one finding."""
    made = _WORDS.get(finding.code)
    if made is not None:
        return made(finding)
    if finding.code.endswith(".nothing-yet"):
        return Words(tr("本机还没有数据。"))
    if finding.code.endswith(".not-read"):
        return Words(tr("没有检查：打不开数据。"), "", _reason(finding).line)
    return Words(tr("检查本身出错（{code}）。", code=finding.code), tr("已保存的内容不受影响。"), tr("请保存诊断包交给管理员。"))


def known_codes() -> frozenset[str]:
    """The codes that have words of their own."""
    return frozenset(_WORDS)


def _n(finding: Finding, name: str = "n") -> int:
    return int(finding.values.get(name) or 0)


def _reason(finding: Finding) -> Words:
    return explain_code(str(finding.values.get("reason") or ""))


def _size(finding: Finding) -> str:
    return timewords.size(_n(finding, "free"))


def _seconds(finding: Finding) -> str:
    return timewords.span(abs(_n(finding, "seconds")))


def _fonts(finding: Finding) -> Words:
    if finding.code == "fonts.ok":
        return Words(tr("字体齐全，生僻字也能显示和打印。"))
    whole = tr("已填内容不受影响；PDF 会用编码代替缺少的字。")
    return Words(tr("程序自带的字体不完整，缺 {n} 项。", n=_n(finding)), whole, tr("请重新安装程序。"))


def _keyring(finding: Finding) -> Words:
    safe = tr("数据仍然完好。")
    match finding.code:
        case "keyring.ok":
            return Words(tr("系统密钥环可用，已试写试读。"))
        case "keyring.passphrase":
            return Words(tr("密钥由本机口令保护（不用系统密钥环）。"))
        case "keyring.locked":
            return Words(tr("系统密钥环已锁定。"), safe, tr("请先解锁系统密钥环，再打开程序。"))
        case "keyring.gone":
            return Words(tr("数据的密钥在系统密钥环里，而密钥环现在不可用。"), safe, tr("请用原来的系统账号登录桌面后再试。"))
        case "keyring.none":
            return Words(tr("系统没有可用的密钥环。"), "", tr("首次使用时请设置本机口令来保护数据。"))
        case _:
            return Words(tr("系统密钥环没有正常工作。"), safe, tr("请重新登录系统后再试。"))


def _disk(finding: Finding) -> Words:
    match finding.code:
        case "disk.ok":
            return Words(tr("剩余 {size}，可以写入。", size=_size(finding)))
        case "disk.low":
            return Words(
                tr("磁盘只剩 {size}。", size=_size(finding)), tr("现在还能保存。"), tr("请清理磁盘，照片和备份需要空间。")
            )
        case "disk.full":
            return Words(tr("磁盘快满了，只剩 {size}。", size=_size(finding)), tr("之前保存的内容完好。"), tr("请马上清理磁盘。"))
        case _:
            return Words(
                tr("数据文件夹不能写入。"), tr("之前保存的内容完好。"), tr("请检查文件夹权限、磁盘是否只读或配额是否用完。")
            )


def _database(finding: Finding) -> Words:
    match finding.code:
        case "database.ok":
            return Words(tr("每一页都核对过，完好。"))
        case "database.wrong-key":
            return Words(tr("密钥与数据不符。"), tr("数据文件没有改动。"), tr("请用原来的系统账号登录，或从完整备份恢复。"))
        case "database.newer":
            return Words(tr("数据来自更新的程序版本。"), tr("数据文件没有改动。"), tr("请安装新版程序，或恢复升级前的备份。"))
        case "database.missing":
            return Words(tr("数据库文件不见了。"), tr("备份还在。"), tr("请不要重新登记；先用备份恢复（fieldapp restore）。"))
        case _:
            return Words(
                tr("数据库损坏。"), tr("备份没有改动。"), tr("请不要继续填写；先保存诊断包，再从备份恢复（fieldapp restore）。")
            )


def _backups(finding: Finding) -> Words:
    match finding.code:
        case "backups.ok":
            return Words(tr("最近的备份已试着恢复：{n} 张派工单，打得开。", n=_n(finding, "orders")))
        case "backups.old":
            return Words(tr("最近的备份打得开，但太旧了。"), tr("当前数据不受影响。"), tr("请在“存储与备份”里立即备份。"))
        case "backups.files":
            missing = tr("备份打得开，但有 {n} 个附件在本机找不到。", n=_n(finding, "missing"))
            return Words(missing, tr("文字内容完整；已同步的附件在服务器上。"), tr("请联网同步，再检查一次。"))
        case "backups.none":
            return Words(tr("还没有备份。"), tr("当前数据不受影响。"), tr("请在“存储与备份”里立即备份。"))
        case _:
            return Words(tr("最近的备份恢复不了。"), tr("当前数据不受影响。"), tr("请立即做一次新备份；若仍不行，请联系管理员。"))


def _certificate(finding: Finding) -> Words:
    online = tr("请联网同步一次，程序会自动换领。")
    match finding.code:
        case "certificate.ok":
            return Words(tr("有效，还有 {n} 天。", n=_n(finding, "days")))
        case "certificate.soon":
            return Words(tr("即将到期（还有 {n} 天）。", n=_n(finding, "days")), tr("现在还能签章。"), online)
        case "certificate.expired":
            return Words(tr("不在有效期内，不能签章。"), tr("已签章的文件仍然有效。"), online)
        case "certificate.revoked":
            return Words(tr("已被吊销，不能签章。"), tr("吊销前签章的文件不受影响。"), online)
        case _:
            return Words(tr("还没有签章证书。"), tr("可以填写，但不能签章。"), tr("请联网登录一次，自动取得。"))


def _endpoint(finding: Finding) -> Words:
    offline = tr("工作可以离线继续，内容已保存在本机。")
    match finding.code:
        case "endpoint.ok":
            return Words(tr("连得上，登录有效（{n} 毫秒）。", n=_n(finding, "ms")))
        case "endpoint.there":
            return Words(tr("连得上（{n} 毫秒）；本机还没有登录。", n=_n(finding, "ms")))
        case "endpoint.login":
            return Words(tr("连得上，但登录需要更新。"), offline, tr("同步时会自动更新；不行时请重新登录。"))
        case "endpoint.none":
            return Words(tr("还没有设置服务器地址。"), "", tr("请在首次登录时填写，或用 --url 指定。"))
        case "endpoint.address":
            return Words(tr("服务器地址不对。"), "", tr("应以 https:// 开头，例如 https://itsm.example.cn。"))
        case "endpoint.other":
            return Words(tr("这是另一台服务器，不是本机派工单所属的那台。"), tr("没有发送任何内容。"), tr("请核对服务器地址。"))
        case "endpoint.too-old":
            return Words(tr("服务器要求更新的程序版本。"), offline, tr("请安装新版程序后再同步。"))
        case "endpoint.schema":
            return Words(tr("服务器与本程序的单据版本不同。"), offline, tr("请联系管理员。"))
        case _:
            return _reason(finding)


def _tls(finding: Finding) -> Words:
    offline = tr("工作可以离线继续，内容已保存在本机。")
    match finding.code:
        case "tls.ok":
            return Words(tr("服务器证书受系统信任。"))
        case "tls.pinned":
            return Words(tr("服务器证书受系统或指定的 CA 证书信任。"))
        case "tls.local":
            return Words(tr("服务器就在本机，不需要加密。"))
        case "tls.keys":
            return Words(tr("服务器证书受信任，密钥是管理员指定的。"))
        case "tls.one-key":
            renewal = tr("请管理员在 server_pins 里加上备用密钥，否则更换密钥时本机连不上。")
            return Words(tr("只指定了一个服务器密钥，没有备用的。"), offline, renewal)
        case "tls.untrusted":
            return _reason(finding)
        case "tls.ca-file":
            return Words(tr("CA 证书文件不能用。"), offline, tr("请检查设置的 CA 证书文件，或联系管理员。"))
        case "tls.portal":
            portal = tr("网络需要先登录（例如酒店或访客 Wi-Fi）。")
            return Words(portal, offline, tr("请在浏览器中完成网络登录，再点“立即同步”。"))
        case _:
            return Words(tr("没有检查：连接不上服务器。"))


def _clock(finding: Finding) -> Words:
    match finding.code:
        case "clock.ok":
            return Words(tr("与服务器相差 {n} 秒。", n=abs(_n(finding, "seconds"))))
        case "clock.unknown":
            return Words(tr("没有检查：连接不上服务器。"))
        case _:
            return Words(
                tr("本机时钟与服务器相差 {span}。", span=_seconds(finding)),
                tr("记录里同时存有对时结果，不会改写。"),
                tr("请在系统设置里校正日期和时间。"),
            )


def _input(finding: Finding) -> Words:
    set_it = tr("请在登录脚本里设置 QT_IM_MODULE={name}，再重新登录。")
    match finding.code:
        case "input.native":
            return Words(tr("使用系统自带的输入法。"))
        case "input.ibus":
            return Words(tr("ibus 输入法可用。"))
        case "input.fcitx":
            return Words(tr("fcitx 输入法可用（经由 ibus 接口）。"))
        case "input.hint-fcitx":
            return Words(tr("系统用 fcitx，但没有告诉本程序，可能打不出中文。"), "", set_it.format(name="fcitx"))
        case "input.hint-ibus":
            return Words(tr("系统用 ibus，但没有告诉本程序，可能打不出中文。"), "", set_it.format(name="ibus"))
        case "input.none":
            return Words(tr("没有发现中文输入法。"), "", set_it.format(name="ibus"))
        case _:
            return Words(tr("程序缺少输入法插件，打不出中文。"), tr("可以粘贴文字。"), tr("请重新安装程序。"))


def _codes(finding: Finding) -> Words:
    if finding.code == "codes.ok":
        return Words(tr("条码和二维码都能读。"))
    return Words(tr("读不了条码和二维码。"), tr("序列号可以手工输入。"), tr("请重新安装程序。"))


def _printer(finding: Finding) -> Words:
    anyway = tr("PDF 仍可保存、导出。")
    match finding.code:
        case "printer.ok":
            return Words(tr("找到 {n} 台打印机。", n=_n(finding)))
        case "printer.none":
            return Words(tr("没有找到打印机。"), anyway, tr("需要打印时请在系统设置里添加打印机。"))
        case _:
            return Words(tr("系统缺少打印组件。"), anyway, tr("请管理员安装打印组件（Debian：libcups2）。"))


def _files(finding: Finding) -> Words:
    if finding.code == "files.ok":
        return Words(tr("服务端附件齐全，核对了最新的 {n} 个。", n=_n(finding)))
    missing = tr("服务端缺 {missing} 个附件（核对了最新的 {n} 个）。", missing=_n(finding, "missing"), n=_n(finding))
    brought = tr("文字内容完整；仍有附件的设备下次同步时会补传。")
    return Words(missing, brought, tr("要知道缺哪些，请运行 `itsm files`。"))


def _crashes(finding: Finding) -> Words:
    if finding.code == "crashes.none":
        return Words(tr("没有出错记录。"))
    kept = tr("记录留在本机，只有位置和版本，没有填写的内容。")
    return Words(tr("程序出过错，留有 {n} 份记录。", n=_n(finding)), kept, tr("请保存诊断包交给管理员。"))


def _table(makers: dict[Callable[[Finding], Words], str]) -> dict[str, Callable[[Finding], Words]]:
    return {code: partial(maker) for maker, codes in makers.items() for code in codes.split()}


_WORDS = _table(
    {
        _fonts: "fonts.ok fonts.missing fonts.no-glyph",
        _keyring: "keyring.ok keyring.passphrase keyring.locked keyring.gone keyring.none keyring.failed",
        _disk: "disk.ok disk.low disk.full disk.refuses",
        _database: "database.ok database.damaged database.missing database.wrong-key database.newer",
        _backups: "backups.ok backups.old backups.none backups.files backups.unreadable",
        _certificate: "certificate.ok certificate.soon certificate.none certificate.expired certificate.revoked",
        _endpoint: "endpoint.ok endpoint.there endpoint.login endpoint.none endpoint.address endpoint.other endpoint.silent "
        "endpoint.too-old endpoint.schema",
        _tls: "tls.ok tls.pinned tls.keys tls.one-key tls.local tls.untrusted tls.ca-file tls.portal tls.unknown",
        _clock: "clock.ok clock.off clock.unknown",
        _input: "input.native input.ibus input.fcitx input.hint-fcitx input.hint-ibus input.none input.no-plugin",
        _codes: "codes.ok codes.no-reader",
        _printer: "printer.ok printer.none printer.no-library",
        _files: "files.ok files.missing",
        _crashes: "crashes.none crashes.some",
    }
)
