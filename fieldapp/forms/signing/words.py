"""Code of a finding → plain words, Chinese and English. The one table; `{detail}` is filled in by the finding, a place to sign by
its name in the form."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # the file as bytes
    "pdf.not-a-pdf": ("这不是 PDF 文件", "this is not a PDF file"),
    "pdf.prepended": ("文件开头之前有多余的内容", "there is something in front of the PDF"),
    "pdf.end": ("文件末尾被截断，或之后被追加了内容", "the end of the file is missing, or something was appended after it"),
    "pdf.encrypted": ("文件已加密，无法核验", "the file is encrypted and cannot be checked"),
    "pdf.damaged": ("文件已损坏或结构异常（{detail}）", "the file is damaged or oddly built ({detail})"),
    "pdf.too-large": ("文件过大，不予核验", "the file is too large to be one of ours"),
    "file.sha256": ("文件与档案登记的 SHA-256 不一致", "the file's SHA-256 is not the one the archive has registered"),
    # signatures
    "signature.none": ("文件没有数字签名", "the file carries no digital signature"),
    "signature.count": ("数字签名数量不符：{detail}", "the number of signatures is wrong: {detail}"),
    "signature.several": (
        "文件里的时间戳或其他签名不是本程序写入的样子：文件被改动过，或由别的程序添加",
        "a timestamp or further signature is not as this program writes it: the file was changed, or another program added it",
    ),
    "signature.locked": ("在最后一个签名之后又有人签名", "somebody signed after the signature that was to be the last"),
    "signature.coverage": ("签章之后文件又被改动或追加", "the file was changed or extended after it was sealed"),
    "signature.broken": (
        "内容与数字签名不符：签章之后被改动",
        "the content does not match the signature: it was changed after sealing",
    ),
    "signature.forged": ("数字签名本身无效", "the signature itself is not valid"),
    "signature.form": ("数字签名的封装被改动（{detail}）", "the container of the signature was tampered with ({detail})"),
    "signature.time": ("签章未注明时间", "the seal states no time"),
    "certificate.untrusted": ("签章证书不是由受信任的机构签发", "the certificate was not issued by a trusted authority"),
    "certificate.expired": ("签章时证书已过期", "the certificate had expired when the seal was made"),
    "certificate.not-yet-valid": ("签章时证书尚未生效", "the certificate was not valid yet when the seal was made"),
    "certificate.usage": ("该证书不能用于签名", "the certificate is not meant for signing"),
    "certificate.revoked": (
        "证书在经证明的时间之前已被吊销（{detail}）",
        "the certificate was revoked before the proven time ({detail})",
    ),
    "certificate.revoked-unproven": (
        "证书已被吊销（{detail}），且没有时间戳证明签章早于吊销",
        "the certificate was revoked ({detail}), and no timestamp proves that the seal is older",
    ),
    # timestamps and what else is added later
    "timestamp.form": ("时间戳的封装被改动（{detail}）", "the container of a timestamp was tampered with ({detail})"),
    "timestamp.other": ("时间戳对应的是别的内容", "a timestamp belongs to other content"),
    "timestamp.forged": ("时间戳本身无效", "a timestamp itself is not valid"),
    "timestamp.expired": (
        "加盖时间戳时，时间戳机构的证书不在有效期内",
        "the timestamp authority's certificate was not valid at the time",
    ),
    "timestamp.usage": ("该证书不能用于时间戳", "the certificate is not meant for timestamps"),
    "timestamp.untrusted": ("时间戳不是由受信任的机构签发", "a timestamp was not issued by a trusted authority"),
    "timestamp.revoked": ("时间戳机构的证书已被吊销", "the timestamp authority's certificate was revoked"),
    "timestamp.order": ("后加的时间戳早于先加的时间戳", "a later timestamp names an earlier time than the one before"),
    "layer.foreign": (
        "附加的验证数据中有不属于受信任机构的内容",
        "the added validation data holds something that no trusted authority vouches for",
    ),
    "statement.countersignature": ("会签的封存声明与签章不一致", "the countersignature states something else than the seal"),
    # what the seal, the evidence sheet and the attachments say of each other
    "statement.missing": ("签章中没有封存声明", "the seal carries no statement"),
    "statement.unreadable": ("签章中的封存声明无法读取", "the statement in the seal cannot be read"),
    "statement.evidence": ("封存声明与证据页不一致：{detail}", "the seal's statement and the evidence sheet differ: {detail}"),
    "certificate.evidence": ("签章证书不是证据页所列的证书", "the certificate is not the one named on the evidence sheet"),
    "attachment.unreadable": ("附件无法读取：{detail}", "an attachment cannot be read: {detail}"),
    "attachment.duplicate": ("同名附件出现多次：{detail}", "an attachment is there more than once: {detail}"),
    "attachment.names": ("附件的名称自相矛盾：{detail}", "an attachment goes by more than one name: {detail}"),
    "attachment.unlisted": ("附件未列入附件目录：{detail}", "an attachment is missing from the list of attachments: {detail}"),
    "order.missing": ("缺少结构化数据 order.json", "order.json is missing"),
    "order.unreadable": ("order.json 无法读取", "order.json cannot be read"),
    "order.evidence": ("order.json 与证据页的 SHA-256 不一致", "order.json does not have the SHA-256 on the evidence sheet"),
    "order.statement": ("order.json 与签章的 SHA-256 不一致", "order.json does not have the SHA-256 in the seal"),
    "evidence.missing": ("缺少证据数据 evidence.json", "evidence.json is missing"),
    "evidence.unreadable": ("evidence.json 无法读取", "evidence.json cannot be read"),
    "ink.missing": ("缺少手写签名的笔迹：{detail}", "the strokes of a signature are missing: {detail}"),
    "ink.differs": ("手写签名的笔迹与证据不一致：{detail}", "the strokes of a signature are not the ones in evidence: {detail}"),
    "ink.unreadable": ("手写签名的笔迹无法读取：{detail}", "the strokes of a signature cannot be read: {detail}"),
    "ink.unlisted": ("有未列入证据页的笔迹：{detail}", "there are strokes that the evidence sheet does not name: {detail}"),
    # notes: limits of an offline check, true of valid files as well
    "note.revocation": ("离线核验：未查证书是否被吊销", "checked offline: whether the certificate was revoked is not known"),
    "note.timestamp-late": (
        "加盖时间戳时签章证书已过期：时间戳不能证明签章时间",
        "the timestamp came after the certificate had expired: it does not prove the time of the seal",
    ),
    "note.clock-ahead": (
        "签章设备自述的时间晚于时间戳：以时间戳为准",
        "the sealing device's clock was ahead of the timestamp, which is what counts",
    ),
    "note.time": (
        "签章时间由签章设备自述，没有时间戳证明",
        "the time of the seal is the sealing device's own word, no timestamp proves it",
    ),
    # how long the file can be checked
    "level.B-B": ("仅签章（B-B）：时间由设备自述", "seal only (B-B): the time is the device's word"),
    "level.B-T": ("签章加时间戳（B-T）：时间已被证明", "seal and timestamp (B-T): the time is proven"),
    "level.B-LT": (
        "含验证数据（B-LT）：签发机构停办后仍可核验",
        "with validation data (B-LT): can be checked when the issuers are gone",
    ),
    "level.B-LTA": (
        "长期存档（B-LTA）：验证数据也受时间戳保护",
        "for the archive (B-LTA): a timestamp protects the validation data too",
    ),
    "fact.proven": ("时间戳证明的时间：{detail}", "time proven by a timestamp: {detail}"),
    "fact.countersigned": ("会签：{detail}", "countersigned by {detail}"),
    "fact.renew": (
        "最后一个时间戳的证书到期日：{detail}，在此之前应续加时间戳",
        "add another timestamp before {detail}, when the last one's certificate ends",
    ),
}


OF_A_FIELD = frozenset({"ink.missing", "ink.differs", "ink.unreadable"})
"""Their detail is the id of a field."""


def say(code: str, lang: str, detail: str = "") -> str:
    """The words for `code`; `lang` is "zh" or "en"."""
    if code in OF_A_FIELD:
        from fieldapp.forms.signing.field_names import signature_labels  # reads the forms: only where a name is wanted

        label = signature_labels().get(detail)
        detail = label.get(lang) if label is not None else detail
    return WORDS[code][0 if lang == "zh" else 1].format(detail=detail)
