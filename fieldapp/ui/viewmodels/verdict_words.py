"""One file's verdict in the words of somebody who has never heard of a certificate. Pure: records in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.archive.identity import plain
from fieldapp.archive.index import Item, Standing
from fieldapp.errors import Fault
from fieldapp.forms.signing.verdict import Finding, SignatureInfo, Verdict
from fieldapp.ui import timewords
from fieldapp.ui.i18n import aside, language, listed, tr
from fieldapp.ui.messages import explain
from fieldapp.ui.models.records_model import RecordRow
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.where import place_words

if TYPE_CHECKING:
    from datetime import datetime

    from fieldapp.forms.evidence import Evidence

CUSTOMER = "customer_unit"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one file: a verdict, or the fault why there is none. `item` is the archive's entry of this very file,
    `revision` its entry of the same revision when that is another file."""

    path: Path
    size: int = 0
    verdict: Verdict | None = None
    fault: Fault | None = None
    item: Item | None = None
    revision: Item | None = None


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """Everything that is said of one file. `facts` are only what the file says of itself while `vouched` is False."""

    path: Path
    look: Look
    headline: str
    sentence: str
    reasons: tuple[str, ...]
    vouched: bool
    facts: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    technical: tuple[tuple[str, str], ...]


def verdict_look(checked: Checked) -> Look:
    """Never by colour alone."""
    if checked.verdict is None:
        return Look(tr("未能核验"), "warning", Tone.WARNING)
    if not checked.verdict.valid:
        return Look(tr("无效"), "close-circle", Tone.DANGER)
    return Look(tr("有效"), "check-circle", Tone.SUCCESS)


def verdict_row(checked: Checked) -> RecordRow:
    """The file in the list."""
    verdict = checked.verdict
    name = plain(checked.path.name, 200)
    if verdict is None:
        return RecordRow(verdict_look(checked), name, why_not(checked), place_words(checked.path.parent))
    if not verdict.valid:
        return RecordRow(verdict_look(checked), name, _first(verdict), place_words(checked.path.parent))
    assert verdict.evidence is not None
    evidence, signature = verdict.evidence, verdict.signatures[0]
    second = " · ".join(part for part in (customer(verdict), standing_words(checked)) if part)
    third = " · ".join(part for part in (signed_by(signature), moment(signature.signed_at), name) if part)
    title = tr("{number} · 第 {n} 版", number=evidence.number, n=evidence.revision)
    return RecordRow(verdict_look(checked), title, second, third)


def verdict_words(checked: Checked) -> VerdictWords:
    """Everything about one file."""
    verdict = checked.verdict
    if verdict is None:
        return VerdictWords(
            checked.path, verdict_look(checked), tr("没能核验这份文件"), why_not(checked),
            (), False, (), (), _technical(checked, None),
        )  # fmt: skip
    if verdict.valid:
        headline = tr("文件有效")
        sentence = tr("签章以后没有任何改动；签章证书由受信任的机构签发。")
    elif hopeless(verdict):
        headline = tr("这不是一份签章的派工单")
        sentence = tr("里面没有可以核验的签章，不能作为凭据。")
    else:
        headline = tr("文件无效，不能作为凭据")
        sentence = tr("下面任何一条都足以否定它。请向出具单位或档案管理员索取原件。")
    return VerdictWords(
        path=checked.path,
        look=verdict_look(checked),
        headline=headline,
        sentence=sentence,
        reasons=tuple(_sentence(reason(finding)) for finding in verdict.problems),
        vouched=verdict.valid,
        facts=_facts(checked, verdict),
        limits=_limits(verdict),
        technical=_technical(checked, verdict),
    )


def hopeless(verdict: Verdict) -> bool:
    """There is nothing of ours in it at all."""
    return not verdict.signatures and verdict.evidence is None


def why_not(checked: Checked) -> str:
    assert checked.fault is not None
    return explain(checked.fault).line


def customer(verdict: Verdict) -> str:
    """The customer as the form inside says it."""
    answers = verdict.order.get("answers") if isinstance(verdict.order, Mapping) else None
    said = answers.get(CUSTOMER) if isinstance(answers, Mapping) else None
    return plain(said, 200) if isinstance(said, str) else ""


def signed_by(signature: SignatureInfo) -> str:
    """Who sealed, in the certificate's words."""
    return plain(signature.certificate.common_name, 100) if signature.certificate else ""


def moment(at: datetime | None) -> str:
    return f"{timewords.local(at):%Y-%m-%d %H:%M}" if at else ""


def standing_words(checked: Checked) -> str:
    """What the open archive knows of the file; empty when it knows nothing."""
    if checked.item is not None:
        if checked.item.by is not None:
            return tr("已被版次 {n} 取代", n=checked.item.by)
        if checked.item.grown is not None:
            return tr("已由更长的文件接续")
        if checked.item.standing is Standing.DOUBLED:
            return tr("档案中这一版有多份")
        return tr("与档案登记一致")
    if checked.revision is not None:
        return tr("档案登记的这一版是另一份文件")
    return ""


def outcome_words(evidence: Evidence) -> str:
    """How the customer's confirmation ended."""
    said = {
        "signed": tr("客户已签字"),
        "refused": tr("客户拒绝签字"),
        "absent": tr("客户不在场"),
        "later": tr("客户稍后确认"),
        "unsigned": tr("没有客户签字"),
        "voided": tr("签字已作废"),
    }[evidence.outcome]
    return said if not evidence.reason else tr("{what}，原因：{why}", what=said, why=plain(evidence.reason, 200))


def _facts(checked: Checked, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    evidence = verdict.evidence
    pairs: list[tuple[str, str]] = []
    if evidence is not None:
        pairs += [
            (tr("工单"), tr("{number}，第 {n} 版", number=plain(evidence.number, 100), n=evidence.revision)),
            (tr("客户"), customer(verdict)),
            (tr("确认结果"), outcome_words(evidence)),
        ]
    # of a file that was changed, what stands behind the seal may be anything: a damaged timestamp is nobody's countersignature
    for number, signature in enumerate(verdict.signatures if verdict.valid else verdict.signatures[:1]):
        pairs.append((tr("签章人") if number == 0 else tr("会签人"), _who(signature)))
        pairs.append((tr("签章时间") if number == 0 else tr("会签时间"), moment(signature.signed_at)))
    if verdict.proven_at is not None:
        pairs.append((tr("时间戳"), tr("{at} 之前已签章", at=moment(verdict.proven_at))))
    if verdict.level is not None:
        pairs.append((tr("核验期限"), capital(verdict.level.words(language()))))
    if verdict.renew_before is not None:
        pairs.append((tr("续时间戳"), tr("{date} 之前", date=f"{timewords.local(verdict.renew_before):%Y-%m-%d}")))
    if evidence is not None:
        pairs.append((tr("设备"), plain(evidence.device_name, 100)))
    known = standing_words(checked)
    if known:
        item = checked.item or checked.revision
        assert item is not None
        pairs.append((tr("档案"), tr("{words}（登记簿第 {n} 行）", words=known, n=item.entry.seq)))
    return tuple((name, value) for name, value in pairs if value)


def _who(signature: SignatureInfo) -> str:
    certificate = signature.certificate
    if certificate is None:
        return ""
    return tr("{name}（证书由 {issuer} 签发）", name=plain(certificate.common_name, 100), issuer=plain(certificate.issuer, 100))


def _limits(verdict: Verdict) -> tuple[str, ...]:
    """What even a valid file does not prove."""
    said = [_sentence(finding.words(language())) for finding in verdict.notes]
    if verdict.evidence is not None and verdict.evidence.inks:
        said.append(tr("屏幕上的手写签名只说明有人在此情形下签过，本身不等同于《电子签名法》第十三条的可靠电子签名。"))
    return tuple(said) if verdict.valid else ()


def _technical(checked: Checked, verdict: Verdict | None) -> tuple[tuple[str, str], ...]:
    pairs = [(tr("文件"), plain(str(checked.path), 400))]
    if checked.size:
        pairs.append((tr("大小"), timewords.size(checked.size)))
    if verdict is not None:
        pairs.append(("SHA-256", verdict.sha256))
        for signature in verdict.signatures:
            if signature.certificate is not None:
                pairs.append((tr("证书指纹"), signature.certificate.fingerprint))
        if verdict.problems:
            pairs.append((tr("代码"), listed(_code(finding) for finding in verdict.problems)))
    return tuple(pairs)


def reason(finding: Finding) -> str:
    """Why a file is not accepted, without the names that only somebody who knows the format understands: those stand with the
    code among the technical details."""
    plainly = {
        "pdf.damaged": tr("文件已损坏或结构异常"),
        "signature.form": tr("数字签名的封装被改动"),
        "timestamp.form": tr("时间戳的封装被改动"),
        "statement.evidence": tr("封存声明与证据页不一致"),
    }
    return plainly.get(finding.code) or plain(finding.words(language()), 300)


def _code(finding: Finding) -> str:
    return aside(finding.code, plain(finding.detail, 100)) if finding.detail else finding.code


def _first(verdict: Verdict) -> str:
    words = reason(verdict.problems[0])
    more = len(verdict.problems) - 1
    return tr("{first}（另有 {n} 条原因）", first=capital(words), n=more) if more else _sentence(words)


def capital(words: str) -> str:
    """The tables of words have no capitals; at the beginning of a line there is one."""
    return f"{words[:1].upper()}{words[1:]}"


def _sentence(words: str) -> str:
    """A whole sentence with its full stop."""
    return tr("{text}。", text=capital(words))
