"""The words for every fault a person may meet, by code, in tables of one area each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.ui.i18n import sentences, tr


@dataclass(frozen=True, slots=True)
class Words:
    """One failure in words: what happened, what is safe, what to do. `safe` and `todo` may be empty."""

    what: str
    safe: str = ""
    todo: str = ""

    @property
    def line(self) -> str:
        """Everything in one paragraph."""
        return sentences((self.what, self.safe, self.todo))


def _network() -> dict[str, Words]:
    safe, again = tr("工作可以离线继续，内容已保存在本机。"), tr("稍后会自动重试。")
    return {
        "net.unreachable": Words(tr("连接不上服务器。"), safe, tr("请检查网络；恢复后会自动同步。")),
        "net.timeout": Words(tr("服务器太久没有答复。"), safe, again),
        "net.tls": Words(tr("服务器的安全证书不被信任。"), safe, tr("请核对服务器地址，或请管理员提供 CA 证书。")),
        "net.captive-portal": Words(
            tr("网络需要先登录（例如酒店或访客 Wi-Fi）。"), safe, tr("请在浏览器中完成网络登录，再点“立即同步”。")
        ),
        "net.not-the-endpoint": Words(tr("应答的不是工单服务器。"), safe, tr("可能是网络登录页或地址有误：请核对服务器地址。")),
        "net.truncated": Words(tr("收到的数据不完整。"), safe, again),
        "net.too-large": Words(tr("服务器的答复过大，已停止接收。"), safe, again),
        "net.server-error": Words(tr("服务器内部出错。"), safe, again),
        "net.busy": Words(tr("服务器正忙。"), safe, tr("会按服务器要求的时间再试。")),
        "net.ca-file": Words(tr("CA 证书文件不能用。"), safe, tr("请检查设置的 CA 证书文件，或联系管理员。")),
        "net.upload-refused": Words(tr("服务器没有接受文件上传。"), tr("文件保留在本机。"), again),
    }


def _access() -> dict[str, Words]:
    offline = tr("离线填写和签字不受影响。")
    return {
        "auth.refused": Words(tr("用户名或密码不对。"), "", tr("请核对后再试；注意大小写和输入法。")),
        "auth.expired": Words(tr("登录已过期。"), offline, tr("请重新登录后同步。")),
        "auth.none": Words(tr("还没有登录。"), offline, tr("请登录后同步。")),
        "unauthorised": Words(tr("登录已过期。"), offline, tr("请重新登录后同步。")),
        "forbidden": Words(tr("服务器不允许当前账号做这件事。"), tr("本机内容保留。"), tr("请联系服务台核对权限。")),
        "login.not-you": Words(tr("登录的是另一个人。"), tr("本机内容不变。"), tr("请用本机原来的账号登录。")),
        "login.not-engineer": Words(tr("本机供工程师使用，这个账号不是工程师。"), "", tr("请用工程师账号登录。")),
        "pin.format": Words(tr("PIN 要用 4 到 12 位数字。")),
        "server.address": Words(tr("服务器地址不对。"), "", tr("应以 https:// 开头，例如 https://itsm.example.cn。")),
        "password.missing": Words(tr("请输入密码。")),
    }


def _vault() -> dict[str, Words]:
    whole = tr("数据仍然完好。")
    return {
        "vault.wrong-passphrase": Words(tr("口令不对，打不开本机加密数据。"), whole, tr("请再输一次口令。")),
        "vault.passphrase-needed": Words(tr("需要本机口令才能打开数据。"), whole, tr("请输入口令。")),
        "vault.empty-passphrase": Words(tr("本机口令不能为空。")),
        "vault.short-passphrase": Words(tr("本机口令至少要 8 个字符。")),
        "vault.locked": Words(tr("系统密钥环已锁定。"), whole, tr("请先解锁系统密钥环，再打开程序。")),
        "vault.no-keyring": Words(tr("系统没有可用的密钥环。"), whole, tr("请改用本机口令。")),
        "vault.keyring-failed": Words(tr("系统密钥环没有答复。"), whole, tr("请重新登录系统后再试。")),
        "vault.key-lost": Words(
            tr("找不到打开本机数据的密钥。"), tr("数据文件没有改动。"), tr("请用原来的系统账号登录，或联系管理员。")
        ),
        "vault.damaged": Words(tr("密钥文件损坏。"), tr("数据文件没有改动。"), tr("请从备份恢复密钥文件，或联系管理员。")),
        "vault.unwritable": Words(tr("密钥没能保存。"), whole, tr("请检查磁盘空间和文件夹权限。")),
    }


def _store() -> dict[str, Words]:
    before = tr("之前保存的内容完好。")
    return {
        "store.in-use": Words(tr("数据正被另一个窗口使用。"), tr("数据完好。"), tr("请切换到已打开的窗口，或关闭它后重试。")),
        "window.silent": Words(
            tr("程序已经打开，但它的窗口没有应答。"), before, tr("请稍等片刻再试；仍没有应答时，结束该程序后重新打开。")
        ),
        "store.locked": Words(tr("数据正被别的程序占用。"), before, tr("请稍等片刻再试。")),
        "store.read-only": Words(tr("数据文件夹不能写入。"), before, tr("请检查文件夹权限。")),
        "store.io": Words(tr("磁盘读写失败。"), before, tr("请检查磁盘，尽快同步。")),
        "store.unreachable": Words(tr("找不到数据文件夹。"), "", tr("请检查磁盘是否已连接。")),
        "store.missing": Words(tr("数据文件不见了。"), tr("没有新建空文件覆盖。"), tr("可从最近的备份恢复。")),
        "store.damaged": Words(
            tr("本机数据文件损坏。"), tr("原文件已原样保留，没有覆盖。"), tr("可从最近的备份恢复，已同步的工单可重新获取。")
        ),
        "store.wrong-key": Words(
            tr("密钥与数据文件不符。"), tr("数据文件没有改动。"), tr("请用原来的系统账号登录，或联系管理员。")
        ),
        "store.newer": Words(tr("数据由更新版本的程序写成。"), tr("数据文件没有改动。"), tr("请升级程序。")),
        "disk.failed": Words(tr("文件没能写到那里。"), tr("本机保存的原件完好。"), tr("请检查文件夹权限，或换一个文件夹。")),
        "disk.full": Words(tr("磁盘空间不足，未能保存这一步。"), before, tr("请先腾出空间（至少 200 MB）再试。")),
        "backup.unreadable": Words(
            tr("备份做好了却读不出来，已作废。"), tr("数据和较早的备份完好。"), tr("请检查磁盘后再备份一次。")
        ),
        "blob.damaged": Words(tr("一个照片或文件已损坏。"), tr("其他内容完好。"), tr("请重新添加该文件。")),
        "blob.unknown": Words(tr("本机没有这个文件。"), "", tr("请联网同步后再看。")),
        "settings.broken": Words(tr("设置文件读不懂。"), tr("工单数据不受影响。"), tr("请修正或移走 settings.json 后重开程序。")),
    }


def _process() -> dict[str, Words]:
    return {
        "order.is-record": Words(tr("这是一条记录，不是派工单。"), "", tr("请从关联的派工单或“同步”中打开它。")),
        "order.unknown": Words(tr("本机没有这张派工单。"), "", tr("它可能已改派或取消，请同步后查看。")),
        "order.missing": Words(tr("本机没有这张派工单。"), "", tr("它可能已改派或取消，请同步后查看。")),
        "order.frozen": Words(tr("此单已改派或取消，不能再修改。"), tr("已做的工作会作为补报送达服务台。")),
        "intake.incomplete": Words(tr("还有必填的内容没填，没有登记。"), tr("已填的内容还在。"), tr("请按右侧所列补齐。")),
        "intake.reason": Words(tr("改动级别须写理由，没有登记。"), tr("已填的内容还在。"), tr("请写明理由。")),
        "order.exists": Words(tr("这张派工单已经在本机。")),
        "order.invalid": Words(tr("派工单的数据不完整，读不懂。"), tr("原数据保留。"), tr("请联系服务台。")),
        "state.refused": Words(tr("当前状态不能直接做这一步。"), "", tr("请按流程先完成前面的步骤。")),
        "step.refused": Words(tr("现在还不能做这一步。"), "", tr("请按流程先完成前面的步骤。")),
        "time.not-recorded": Words(tr("这个时间还没有记录，不能更正。")),
        "notice.not-due": Words(tr("这条通报已经记录过，或已不需要。")),
        "conflict.unknown": Words(tr("这项冲突已经处理过。")),
        "conflict.not-choosable": Words(tr("服务台的状态已变，这一步不能再补。"), tr("记录保留。")),
        "conflict.choice": Words(tr("请选择“我的”、“服务台”的值，或两个都留。")),
        "conflict.not-joinable": Words(tr("两个值不能合在一起。"), tr("两边都保留着。"), tr("请选其中一个。")),
        "field.not-yours": Words(tr("这一项由服务台填写，不能在这里改。"), "", tr("如有错误，请联系服务台。")),
        "outbox.not-parked": Words(tr("这一项已经不在退回状态。")),
    }


def _steps() -> dict[str, Words]:
    """Why a step of the process is not possible now (domain/workflow.py)."""
    return {
        "workflow.not-dispatched": Words(tr("此单已开始处理或已收回，不能再做这一步。")),
        "workflow.not-accepted": Words(tr("还没有接单。"), "", tr("请先接单。")),
        "workflow.not-on-site": Words(tr("这次服务不在现场，没有这一步。")),
        "workflow.not-arrived": Words(tr("还没有到达现场。"), "", tr("请先点“到达”。")),
        "workflow.not-in-progress": Words(tr("此单不在处理中，不能做这一步。")),
        "workflow.not-on-hold": Words(tr("此单没有挂起。")),
        "workflow.not-resolved": Words(tr("处理还没有完成。"), "", tr("请先完成处理。")),
        "workflow.not-confirmed": Words(tr("客户还没有确认。"), "", tr("请先请客户签字，或记录不签的原因。")),
        "workflow.unsolved": Words(tr("处理结果是“未解决”，不能完成处理。"), "", tr("请继续处理、挂起，或改正处理结果。")),
        "workflow.backup-missing": Words(tr("这一级别必须先记录数据备份。"), "", tr("请填写备份情况。")),
        "workflow.already-accepted": Words(tr("已经接单。")),
        "workflow.already-departed": Words(tr("已经记录过出发。")),
        "workflow.already-arrived": Words(tr("已经记录过到达。")),
        "workflow.already-left": Words(tr("已经记录过离场。")),
        "workflow.already-signed": Words(tr("客户已经签过字。")),
        "workflow.already-sealed": Words(tr("PDF 已经封存。")),
    }


def _signing() -> dict[str, Words]:
    kept = tr("客户签名已保存。")
    return {
        "ink.blank": Words(tr("还没有签名。"), "", tr("请在签名区手写签名。")),
        "ink.missing": Words(tr("还没有签名。"), "", tr("请在签名区手写签名。")),
        "ink.too-small": Words(tr("签名太小，无法作为凭据。"), "", tr("请写大一些，占到签名区的一半左右。")),
        "ink.too-simple": Words(tr("一笔或一个勾不能作为签名。"), "", tr("请手写姓名。")),
        "ink.too-large": Words(tr("签名笔画太多。"), "", tr("请清除后重写。")),
        "snapshot.stale": Words(tr("签字期间内容有变化。"), "", tr("请让客户看过新的内容后再签。")),
        "seal.no-certificate": Words(
            tr("本机还没有工程师证书，不能封存 PDF。"), kept, tr("联网同步一次即可取得证书，再点“归档”。")
        ),
        "seal.no-key": Words(tr("找不到本机的签章密钥。"), kept, tr("请联网重新登记设备。")),
        "seal.not-signed": Words(tr("客户还没有确认，不能封存。"), "", tr("请先完成客户确认。")),
        "seal.locked": Words(tr("文件已有最后一个签名，不能再会签。"), kept),
        "timestamp.address": Words(tr("时间戳机构的地址不对。"), "", tr("应以 http:// 或 https:// 开头。")),
        "net.no-timestamp": Words(tr("时间戳机构没有应答。"), kept, tr("稍后会自动重试。")),
        "timestamp.refused": Words(tr("时间戳机构拒绝了请求。"), kept, tr("稍后会自动重试。")),
        "timestamp.invalid": Words(tr("时间戳机构的答复不能用。"), kept, tr("稍后会自动重试。")),
        "crl.unusable": Words(tr("吊销列表无法读取。"), kept, tr("请联系管理员。")),
        "seal.self-check": Words(tr("封存后的自检没有通过，文件未采用。"), kept, tr("请再试一次；若仍失败，请联系管理员。")),
    }


def _identity() -> dict[str, Words]:
    """The certificate that seals, and the key behind it."""
    safe = tr("已保存的内容不受影响。")
    settings = tr("请在“设置 › 签章证书”中查看。")
    return {
        "seal.key-mismatch": Words(
            tr("签章密钥与证书不符。"), safe, tr("请联网重新登记设备，或在“设置 › 签章证书”中换一张证书。")
        ),
        "seal.certificate-expired": Words(
            tr("签章证书已过期，现在不能签章。"), safe, tr("请联网同步以更新证书，或在“设置 › 签章证书”中换一张证书。")
        ),
        "seal.certificate-revoked": Words(
            tr("签章证书已被吊销，现在不能签章。"), safe, tr("请联网同步以取得新证书；若仍不行，请联系管理员。")
        ),
        "seal.certificate-not-yet-valid": Words(tr("签章证书还未生效。"), safe, tr("请先核对本机时钟。")),
        "seal.certificate-usage": Words(tr("这张证书不是用来签名的。"), safe, tr("请换一张用途含“数字签名”的证书。")),
        "certificate.unusable": Words(
            tr("证书不能用：读不出来，或密钥类型不支持。"),
            safe,
            tr("支持 EC（P-256 等）和 RSA（2048 位以上）；国密 SM2 暂不支持。"),
        ),
        "key.unusable": Words(tr("本机的签章密钥读不出来。"), safe, tr("请联网重新登记设备。")),
        "pkcs12.password": Words(tr("证书文件的口令不对，或文件已损坏。"), safe, tr("请再输一次口令。")),
        "pkcs12.unusable": Words(tr("这不是可用的证书文件（.p12 / .pfx），或其中没有私钥。"), safe, tr("请换一个文件。")),
        "token.module": Words(tr("USB Key 的驱动（PKCS#11 模块）不能用。"), safe, tr("请核对驱动文件的路径，或重新安装驱动。")),
        "token.not-inserted": Words(tr("没有找到 USB Key。"), safe, tr("请插好 USB Key 再试。")),
        "token.wrong-pin": Words(
            tr("USB Key 的 PIN 不对。"), safe, tr("请重新输入；连续输错几次后 USB Key 会自己锁住，程序不会用错的 PIN 再试。")
        ),
        "token.pin-locked": Words(tr("USB Key 已经锁住。"), safe, tr("请联系发放 USB Key 的机构解锁。")),
        "token.no-key": Words(tr("USB Key 里没有所选的证书或它的私钥。"), safe, tr("请核对证书名称。")),
        "token.several": Words(
            tr("有几个 USB Key 或几张证书可用，需要说明用哪一个。"), safe, tr("请填写 USB Key 或证书的名称。")
        ),
        "token.failed": Words(tr("USB Key 没有完成签名。"), safe, tr("请重新插拔 USB Key 再试。")),
        "signer.locked": Words(tr("签章证书还没有解锁。"), safe, tr("请在“设置 › 签章证书”中输入口令或 PIN。")),
        "signer.file": Words(tr("读不出签章证书的文件。"), safe, settings),
        "signer.no-root": Words(tr("缺少签章证书上级的证书。"), safe, tr("请在“上级证书文件”中给出 CA 的证书（PEM）。")),
        "signer.unknown": Words(tr("设置中的签章方式不认识。"), safe, settings),
        "crl.unusable": Words(tr("吊销列表读不出来。"), safe, settings),
    }


def _sync() -> dict[str, Words]:
    here = tr("内容保留在本机。")
    return {
        "stale": Words(tr("服务台同时改了这张单。"), tr("两边的内容都保留。"), tr("请在“同步”中逐项确认。")),
        "refused": Words(tr("服务器没有接受这项修改。"), here, tr("请按提示改正。")),
        "invalid": Words(tr("服务器说数据格式不对。"), here, tr("请联系服务台。")),
        "not-found": Words(tr("服务器上没有这张单。"), here, tr("请联系服务台。")),
        "blob-missing": Words(tr("照片或文件还没传完。"), tr("文件保留在本机。"), tr("会自动续传。")),
        "blob-offset": Words(tr("文件传输中断。"), tr("文件保留在本机。"), tr("会自动续传。")),
        "blob-hash": Words(tr("文件传输中出错。"), tr("文件保留在本机。"), tr("会自动重新上传。")),
        "too-large": Words(tr("文件超过服务器允许的大小。"), tr("文件保留在本机。"), tr("请换用较小的文件。")),
        "rate-limited": Words(tr("服务器正忙。"), here, tr("会按服务器要求的时间再试。")),
        "client-too-old": Words(
            tr("程序版本太旧，服务器不再接受。"), tr("本机内容保留，可以继续填写。"), tr("请升级程序后同步。")
        ),
        "sync.schema": Words(tr("服务器与本程序的数据版本不合。"), here, tr("请升级程序后同步。")),
        "cursor-gone": Words(tr("服务器要求重新核对全部工单。"), here, tr("会自动进行，可能需要几分钟。")),
        "wrong-server": Words(
            tr("这不是原来的服务器。"), tr("没有发送任何内容。"), tr("请核对服务器地址；如已更换服务器，请联系管理员。")
        ),
        "sync.nothing-asked": Words(tr("服务器已不再询问这件事。"), tr("本机工单全部保留。")),
        "mass-removal": Words(
            tr("服务器要移除大量工单，等你确认。"), tr("本机工单全部保留，修改照常送出。"), tr("请与服务台核实后再同意。")
        ),
    }


def _archive() -> dict[str, Words]:
    whole = tr("已归档的文件和登记簿完好。")
    return {
        "archive.not-one": Words(
            tr("这个文件夹不是档案，里面有别的东西。"), tr("没有改动任何文件。"), tr("请选择档案文件夹，或一个空文件夹。")
        ),
        "archive.nothing": Words(tr("这个文件夹里没有 PDF。"), "", tr("请换一个文件夹。")),
        "archive.read-only": Words(tr("档案文件夹不能写入。"), whole, tr("请检查共享盘的权限。")),
        "archive.io": Words(tr("档案所在的磁盘读写失败。"), whole, tr("请检查磁盘或网络连接后再试。")),
        "archive.in-use": Words(tr("另一位档案员正在登记，一直没有结束。"), whole, tr("请稍后再试。")),
        "archive.occupied": Words(tr("这份文件的位置都被别的文件占着。"), whole, tr("请先检查档案，移走不认识的文件。")),
        "register.broken": Words(
            tr("登记簿被改动过，链条断了。"), tr("没有再往里添加任何内容。"), tr("请运行检查，查明是哪一行，再从备份恢复登记簿。")
        ),
        "countersign.reason": Words(tr("还没有写会签事由。"), whole, tr("请写明为什么会签，例如“归档复核”。")),
        "signer.behind-login": Words(
            tr("本机登记的证书要登录后才能用。"), whole, tr("请登录后在“归档与验证”中会签，或在设置中选用证书文件、USB Key。")
        ),
        "download.address": Words(tr("吊销列表的地址不能用。"), whole, tr("请把吊销列表作为文件交给命令行（--crl）。")),
        "download.private": Words(tr("按现在的选择不允许向这个地址获取。"), whole, tr("若它在本单位内网，请选“也从内网获取”。")),
        "net.no-file": Words(tr("这个地址上没有要找的文件。"), whole, tr("请稍后再试，或联系证书的签发机构。")),
        "export.nothing": Words(tr("没有可导出的文件。"), "", tr("请放宽搜索条件。")),
        "export.not-empty": Words(tr("选的文件夹不是空的。"), tr("没有改动任何文件。"), tr("请新建一个空文件夹。")),
        "export.inside": Words(tr("导出的位置在档案里面。"), tr("没有改动任何文件。"), tr("请选择档案以外的空文件夹。")),
        "verify.trust": Words(
            tr("没有受信任的根证书，无法判断签章是谁的。"), "", tr("请先在“核验文件”中添加出具单位的根证书（PEM）。")
        ),
        "trust.no-certificate": Words(tr("这个文件里没有能用的证书。"), "", tr("请选择 PEM 格式的根证书。")),
    }


def _input() -> dict[str, Words]:
    return {
        "answer.empty": Words(tr("这一项不能为空。")),
        "answer.type": Words(tr("填写的内容与这一项的类型不符。")),
        "answer.not-an-option": Words(tr("请从选项中选择。")),
        "answer.unknown-field": Words(tr("表单里没有这一项。")),
        "answer.rule": Words(tr("填写的内容不符合规则。")),
        "answer.too-long": Words(tr("内容太长，请缩短。")),
        "answer.bad-number": Words(tr("请填数字，例如 12 或 12.5，并看看是否在允许的范围内。")),
        "answer.bad-money": Words(tr("请填金额，例如 128.50。")),
        "answer.bad-date": Words(tr("请填日期，例如 2026-11-22。")),
        "answer.bad-time": Words(tr("请填时间，例如 14:30。")),
        "answer.bad-datetime": Words(tr("请填日期和时间，例如 2026-11-22 14:30。")),
        "answer.bad-duration": Words(tr("请填时长：几小时几分钟。")),
        "answer.bad-phone": Words(tr("请填电话号码，只用数字、空格、加号和短横，可带分机。")),
        "answer.bad-row": Words(tr("这一行读不懂，请重新填写。")),
        "answer.too-many-rows": Words(tr("行数太多，请分成几张单。")),
        "answer.bad-file": Words(tr("这个文件读不懂，请重新添加。")),
        "answer.bad-signature": Words(tr("签名读不懂，请重新签。")),
        "answer.computed": Words(tr("这一项由程序算出，不能填写。")),
        "answer.tag": Words(tr("请从标签中选择。")),
        "photo.gone": Words(tr("这张照片已被移除，没有改动。"), "", tr("如还需要，请重新添加。")),
        "file.empty": Words(tr("文件是空的。"), "", tr("请换一个文件。")),
        "file.not-an-image": Words(tr("这不是能识别的照片。"), "", tr("请用 JPEG 或 PNG 格式。")),
        "file.not-shown": Words(tr("这类文件可能是程序，不在这里打开。"), tr("文件保存在本机。"), tr("请在服务台的系统里查看。")),
        "file.unreadable": Words(tr("文件读不出来。"), "", tr("请检查文件后再试。")),
        "file.wrong-hash": Words(tr("文件内容在保存时出错。"), tr("其他内容完好。"), tr("请重新添加该文件。")),
        "handoff.not-offered": Words(tr("这张单现在没有这一项可移交，或已经移交。"), "", tr("请看右侧“后续移交”。")),
        "kind.unknown": Words(tr("本机还不认识这一类记录。"), tr("数据保留。"), tr("请升级程序。")),
        "kind.invalid": Words(tr("记录类型的定义文件有错误。"), tr("数据保留。"), tr("请联系管理员。")),
        "kind.refused": Words(tr("您的岗位不能新建这一类记录。"), "", tr("请联系服务台。")),
        "record.locked": Words(
            tr("这条记录已定稿，内容不能再改。"), tr("已填写的内容没有丢失。"), tr("如需修改，请联系服务台。")
        ),
        "form.unknown": Words(tr("本机没有这张单所用的表单版本。"), tr("数据保留。"), tr("请升级程序。")),
        "report.nothing": Words(tr("这个文件夹里没有可统计的数据。"), "", tr("请选择服务端或本程序的数据文件夹。")),
        "report.quarter": Words(tr("季度写得不对。"), "", tr("请写成 2026Q3 这样。")),
        "folder.unusable": Words(tr("文件夹不能写入。"), "", tr("请换一个文件夹。")),
        "endpoint.start": Words(tr("演示用的服务器没能启动。"), tr("真实数据不受影响。"), tr("请重新打开程序再试。")),
        "demo.unavailable": Words(tr("这里不能打开演示。")),
    }


def _major() -> dict[str, Words]:
    """§7 重大事件."""
    return {
        "major.level": Words(tr("这张派工单的级别不能启动重大事件。"), "", tr("先核定级别，或与服务台联系。")),
        "major.exists": Words(tr("这张派工单已有重大事件在进行。"), "", tr("请打开“重大事件”继续。")),
        "major.in-the-way": Words(tr("这一步的条件还没有齐。"), tr("已填写的内容没有改动。"), tr("请先完成页面上列出的各项。")),
        "entry.refused": Words(tr("这一步由重大事件经理做。"), tr("没有改动。"), tr("请联系当班经理。")),
        "plan.nothing-new": Words(tr("计划与上一版相同，不用再发布。")),
        "update.not-owed": Words(tr("这次通报已经发出，或已不需要。"), "", tr("请看下一次到期的通报。")),
        "update.not-approved": Words(tr("这次通报还没有得到同意，不能发出。"), "", tr("请先请批准人同意通报内容。")),
        "update.not-yours": Words(tr("这次通报由批准人或重大事件经理同意。"), tr("没有改动。"), tr("请联系批准人。")),
    }


def _backup() -> dict[str, Words]:
    stays = tr("本机数据没有改动。")
    return {
        "backup.passphrase": Words(tr("完整备份的口令至少要 8 个字符。"), "", tr("请用只有您记得住、别人猜不到的口令。")),
        "restore.not-a-backup": Words(
            tr("这不是本程序能恢复的备份。"), stays, tr("请选择完整备份文件，或本机 backups 文件夹里的备份。")
        ),
        "restore.passphrase": Words(tr("口令打不开这份备份。"), stays, tr("请用做备份时设置的口令再试。")),
        "restore.damaged": Words(tr("这份备份损坏或被改动过。"), stays, tr("请改用另一份备份。")),
        "restore.newer": Words(tr("这份备份来自更新的程序版本。"), stays, tr("请先安装新版程序，再恢复。")),
        "store.upgrade-failed": Words(
            tr("数据升级没有成功。"),
            tr("数据仍是升级前的样子，没有改动。"),
            tr("请装回原来的版本继续工作，并把诊断包交给管理员。"),
        ),
        "bundle.unwritable": Words(tr("诊断包没能保存。"), "", tr("请换一个文件夹，或检查磁盘空间和权限。")),
    }


def _release() -> dict[str, Words]:
    safe = tr("没有下载或安装任何内容。")
    admin = tr("请告诉管理员。")
    return {
        "release.forged": Words(tr("更新信息的签名不对，不予采用。"), safe, admin),
        "release.unreadable": Words(tr("更新信息读不懂，不予采用。"), safe, admin),
        "release.expired": Words(tr("更新信息已过期，不予采用。"), safe, tr("请管理员重新发布；也请核对本机时钟。")),
        "release.older": Words(tr("更新信息比之前见过的更旧，不予采用。"), safe, admin),
        "release.no-key": Words(tr("本机没有核对更新用的公钥。"), safe, tr("请由管理员提供安装包。")),
        "release.none": Words(tr("服务器现在没有提供更新。")),
        "release.no-file": Words(tr("没有适合本机系统的安装包。"), safe, tr("请由管理员提供安装包。")),
        "release.damaged": Words(
            tr("下载的安装包与发布的不一致，已删除。"), tr("没有安装任何内容。"), tr("请再下载一次；仍不行请告诉管理员。")
        ),
    }


TABLES: tuple[Callable[[], dict[str, Words]], ...] = (
    _network,
    _access,
    _vault,
    _major,
    _backup,
    _release,
    _store,
    _process,
    _steps,
    _signing,
    _identity,
    _sync,
    _archive,
    _input,
)
