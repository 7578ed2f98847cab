"""The words for a secure connection that did not come about: what is wrong with it, and who can mend it."""

from __future__ import annotations

from fieldapp.ui.fault_words import Words
from fieldapp.ui.i18n import tr


def tls_words() -> dict[str, Words]:
    """By code, as `sync/tls_faults` and `sync/pins` give them. Until the certificate is accepted nothing leaves."""
    unsent = tr("没有发送任何内容，工作可以离线继续。")
    clock = tr("请先核对本机的日期和时间；时间没错就请管理员更换服务器证书。")
    company = tr("请管理员提供公司的 CA 证书；在别人的网络里，也可能是那里在拆看加密连接，请换一个网络。")
    pins = tr("请换一个网络再试；仍然这样就请管理员核对服务器密钥，并更新 settings.json 的 server_pins。")
    return {
        "net.tls-expired": Words(tr("服务器的安全证书已过期。"), unsent, clock),
        "net.tls-not-yet": Words(tr("服务器的安全证书还没有生效。"), unsent, clock),
        "net.tls-name": Words(
            tr("服务器的安全证书是给别的地址的。"), unsent, tr("请核对服务器地址；地址没错就请管理员更换服务器证书。")
        ),
        "net.tls-revoked": Words(tr("服务器的安全证书已被吊销。"), unsent, tr("请联系管理员。")),
        "net.tls-self-signed": Words(
            tr("服务器用的是自签名证书，没有机构为它担保。"),
            unsent,
            tr("请核对服务器地址；地址没错就请管理员把这张证书作为 CA 证书提供给本机。"),
        ),
        "net.tls-unknown-ca": Words(tr("签发服务器证书的机构不被本机信任。"), unsent, company),
        "net.tls-no-issuer": Words(
            tr("服务器没有发送完整的证书链，或签发机构不被本机信任。"),
            unsent,
            tr("请管理员检查服务器是否发送中间证书，或提供公司的 CA 证书。"),
        ),
        "net.tls-old": Words(tr("服务器只有过时的加密方式。"), unsent, tr("请管理员让服务器支持 TLS 1.2 或 1.3。")),
        "net.tls-plain": Words(tr("服务器的这个端口不加密。"), unsent, tr("请核对服务器地址和端口；程序从不改用不加密的连接。")),
        "net.tls-cut": Words(
            tr("与服务器的安全连接中途断开。"),
            tr("工作可以离线继续，内容已保存在本机。"),
            tr("稍后会自动重试；总是这样时，可能有防火墙在拦截，请联系管理员。"),
        ),
        "net.tls-pin": Words(tr("服务器的密钥不是管理员指定的那一个。"), unsent, pins),
        "net.pin-format": Words(
            tr("设置文件里指定的服务器密钥（server_pins）写法不对。"), unsent, tr("请管理员改正 settings.json。")
        ),
    }
