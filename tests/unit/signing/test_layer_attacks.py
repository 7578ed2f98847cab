"""Timestamps are there for anybody: what somebody might do to a file and then have stamped, and to the layers themselves."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from fieldapp.forms.signing import extend, increments, layers, pades, tokens
from fieldapp.forms.signing.crls import Standing
from fieldapp.forms.signing.increments import Approval
from fieldapp.forms.signing.keys import load_key
from fieldapp.forms.signing.seal import SealStatement
from fieldapp.forms.signing.verdict import Level, Verdict
from fieldapp.forms.signing.verify import verify
from tests.support import signing_attacks as attacks
from tests.support.signing_ca import SIGNED_AT, authority
from tests.support.signing_pdf import company, engineer, parts, sealed_pdf
from tests.support.signing_time import Times, revocation_lists, times
from tests.unit.signing.test_extend import clock, countersigned, stages

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def judged(pdf: bytes, **more: object) -> Verdict:
    return verify(pdf, [company().root_pem], **more)  # type: ignore[arg-type]


def codes(pdf: bytes, **more: object) -> set[str]:
    return {finding.code for finding in judged(pdf, **more).problems}


def found(pdf: bytes) -> list[tuple[str, str]]:
    return [(finding.code, finding.detail) for finding in judged(pdf).problems]


def stamp(pdf: bytes, at: timedelta = DAY) -> bytes:
    return extend.timestamp(pdf, clock().at(SIGNED_AT + at))


def complete(pdf: bytes) -> bytes:
    return extend.validation_data(pdf, [company().root_pem], revocation_lists(company()))


def small() -> bytes:
    return parts().sealed()


@pytest.mark.parametrize("name", attacks.UPDATES)
@pytest.mark.parametrize("cover", [stamp, complete, lambda pdf: stamp(complete(pdf))], ids=["stamped", "with data", "both"])
def test_an_update_with_a_genuine_timestamp_over_it(name: str, cover: Callable[[bytes], bytes]) -> None:
    """An attack's own form may not even be one that can be extended here; then somebody else's writer would do it."""
    attacked = attacks.UPDATES[name](sealed_pdf())
    assert "signature.coverage" in codes(cover(attacked))


@pytest.mark.parametrize("name", attacks.UPDATES)
@pytest.mark.parametrize("stage", ["timestamp", "validation data", "second timestamp"])
def test_an_update_after_a_layer(name: str, stage: str) -> None:
    attacked = attacks.UPDATES[name](stages()[stage])
    assert "signature.coverage" in codes(attacked)
    assert "signature.coverage" in codes(stamp(attacked, 3 * DAY))


def test_what_other_programs_append_is_no_layer() -> None:
    """pyHanko's own timestamp and security store are genuine, and still not what is written here."""
    assert "signature.coverage" in codes(attacks.UPDATES["validation_store"](stamp(sealed_pdf())))


def pieces(pdf: bytes) -> list[bytes]:
    return [pdf[layer.start : layer.end] for layer in layers.read(pdf)]


def test_layers_out_of_order_missing_or_twice() -> None:
    parts_of = pieces(stages()["second timestamp"])
    seal, *rest = parts_of
    for index in range(len(rest) - 1):
        swapped = [*rest]
        swapped[index], swapped[index + 1] = swapped[index + 1], swapped[index]
        assert not judged(b"".join([seal, *swapped])).valid
    for index in range(len(rest) - 1):
        assert not judged(b"".join([seal, *rest[:index], *rest[index + 1 :]])).valid
    for index in range(len(rest)):
        assert not judged(b"".join([seal, *rest[: index + 1], rest[index], *rest[index + 1 :]])).valid
    other = pieces(stamp(small()))
    assert not judged(seal + other[1]).valid, "a layer of another file"


def test_cut_back_to_an_earlier_layer() -> None:
    """Each was a whole file once. A missing signature is noticed by its number, a timestamp only by the register's hash."""
    pdf = stages()["second timestamp"]
    for layer in layers.read(pdf)[:-1]:
        earlier = pdf[: layer.end]
        assert judged(earlier).valid
        assert "file.sha256" in codes(earlier, expected_sha256=judged(pdf).sha256)
    assert codes(stages()["sealed"], expected_signatures=2) == {"signature.count"}
    assert codes(stages()["validation data"], expected_signatures=2) == set()


def test_every_other_truncation_is_refused() -> None:
    pdf = stages()["second timestamp"]
    ends = {layer.end for layer in layers.read(pdf)}
    chance = random.Random(3)
    near = [end + off for end in ends for off in (-1, 1, 2, -7) if end + off < len(pdf)]
    for length in (*near, *chance.sample(range(len(sealed_pdf()), len(pdf)), 40)):
        assert judged(pdf[:length]).valid is (length in ends), length


def test_bit_flips_anywhere_are_found() -> None:
    """All that lies behind the seal: field and table text, token, padding, lists, certificates."""
    pdf = stages()["second timestamp"]
    chance = random.Random(4)
    begin = len(sealed_pdf())
    holes = [layer.hole for layer in layers.read(pdf) if layer.hole]
    inside = [at for hole in holes for at in chance.sample(range(*hole), 15)]
    edges = [at for hole in holes for at in (hole[0], hole[1] - 1, hole[1] - 2)]
    for at in (*chance.sample(range(begin, len(pdf)), 60), *inside, *edges):
        bit = chance.randrange(8)
        assert not judged(attacks.flipped(pdf, at, bit)).valid, (at, bit)


def test_bit_flips_in_validation_data_under_no_timestamp_are_found() -> None:
    pdf = stages()["validation data"]
    start = layers.read(pdf)[-1].start
    chance = random.Random(5)
    for at in chance.sample(range(start, len(pdf)), 60):
        bit = chance.randrange(8)
        assert not judged(attacks.flipped(pdf, at, bit)).valid, (at, bit)


# --- timestamps --------------------------------------------------------------------------------------


def forced(pdf: bytes, token: Callable[[bytes], bytes], room: int = 6144) -> bytes:
    """A timestamp as somebody else's program might put it in: nothing is checked."""
    prepared = increments.timestamp(pdf, room)
    return pdf + prepared.filled(token(prepared.digest(pdf)))


def changed(change: Callable[[cms.SignedData], None]) -> Callable[[bytes], bytes]:
    def token(digest: bytes) -> bytes:
        content = cms.ContentInfo.load(tokens.canonical(clock().at(SIGNED_AT + DAY)(digest)))
        change(content["content"])
        return bytes(content.dump(force=True))

    return token


def _unsigned_attribute(data: cms.SignedData) -> None:
    attribute = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Any(core.UTF8String("x"))]})
    data["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def _spare_certificate(data: cms.SignedData) -> None:
    other = authority().intermediate.public_bytes(Encoding.DER)
    data["certificates"].append(cms.CertificateChoices.load(other))


def _parameters(data: cms.SignedData) -> None:
    data["signer_infos"][0]["digest_algorithm"] = cms.DigestAlgorithm.load(bytes.fromhex("300b0609608648016503040201"))


def _another_digest_named(data: cms.SignedData) -> None:
    data["digest_algorithms"].append(cms.DigestAlgorithm({"algorithm": "sha512"}))


def _lists(data: cms.SignedData) -> None:
    data["crls"] = cms.RevocationInfoChoices.load(b"\x31\x00")


@pytest.mark.parametrize("change", [_unsigned_attribute, _spare_certificate, _parameters, _another_digest_named, _lists])
def test_a_token_with_something_that_nothing_vouches_for(change: Callable[[cms.SignedData], None]) -> None:
    pdf = forced(small(), changed(change))
    assert codes(pdf) == {"timestamp.form"}


def test_a_token_as_it_came_may_hold_more_than_is_kept() -> None:
    """The same changes before the token is taken: they are left out, and the file is good."""
    for change in (_unsigned_attribute, _spare_certificate, _parameters, _another_digest_named, _lists):
        assert judged(extend.timestamp(small(), changed(change))).valid


def test_padding_and_case_of_the_container() -> None:
    pdf = stamp(small())
    begin, end = attacks.hole(pdf)
    assert found(pdf[: end - 2] + b"1" + pdf[end - 1 :])[0][0] == "timestamp.form"
    assert not judged(pdf[:begin] + pdf[begin:end].lower() + pdf[end:]).valid


def test_a_timestamp_over_other_bytes() -> None:
    elsewhere = clock().at(SIGNED_AT + DAY)
    assert found(forced(small(), lambda _digest: tokens.canonical(elsewhere(b"x" * 32)))) == [("timestamp.other", "")]


def test_a_token_that_is_none() -> None:
    assert [code for code, _ in found(forced(small(), lambda _digest: small()[:300]))] == ["timestamp.form"]
    assert [code for code, _ in found(forced(small(), lambda _digest: b"\x30\x82\x00\x04\x02\x02\x00\x01"))] == ["timestamp.form"]


def test_a_forged_signature_of_the_authority() -> None:
    def forge(digest: bytes) -> bytes:
        content = cms.ContentInfo.load(tokens.canonical(clock().at(SIGNED_AT + DAY)(digest)))
        mine = cms.ContentInfo.load(tokens.canonical(times(company()).at(SIGNED_AT + DAY)(digest)))
        content["content"]["signer_infos"][0]["signature"] = mine["content"]["signer_infos"][0]["signature"].native
        return bytes(content.dump(force=True))

    assert found(forced(small(), forge)) == [("timestamp.forged", "")]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (times(authority()), "timestamp.untrusted"),
        (times(company(), span=(SIGNED_AT - YEAR, SIGNED_AT)), "timestamp.expired"),
        (times(company(), span=(SIGNED_AT + 2 * DAY, SIGNED_AT + YEAR)), "timestamp.expired"),
        (times(company(), purposes=[ExtendedKeyUsageOID.EMAIL_PROTECTION]), "timestamp.usage"),
        (times(company(), critical=False), "timestamp.usage"),
        (
            times(company(), purposes=[ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING]),
            "timestamp.usage",
        ),
    ],
    ids=["another CA", "expired", "not yet valid", "for mail", "not critical", "for code too"],
)
def test_an_authority_that_does_not_count(by: Times, code: str) -> None:
    pdf = extend.timestamp(small(), by.at(SIGNED_AT + DAY))
    assert found(pdf) == [(code, "")]
    assert judged(pdf).level is None


def test_an_engineers_certificate_gives_no_time() -> None:
    """Whoever may sign orders could else prove any time to himself."""
    (certificate,) = x509.load_pem_x509_certificates(engineer().certificate_pem)
    own = Times(company(), load_key(engineer().key_pem), certificate)
    assert found(extend.timestamp(small(), own.at(SIGNED_AT + HOUR))) == [("timestamp.usage", "")]


def test_a_later_timestamp_with_an_earlier_time() -> None:
    pdf = stamp(stamp(small(), 2 * DAY), DAY)
    assert found(pdf) == [("timestamp.order", "")]
    assert judged(stamp(stamp(small(), DAY), DAY - timedelta(minutes=1))).valid, "clocks may differ a little"


# --- revocation --------------------------------------------------------------------------------------


ENGINEER = x509.load_pem_x509_certificates(engineer().certificate_pem)[0]
BAD, OLD = x509.ReasonFlags.key_compromise, x509.ReasonFlags.superseded


@pytest.mark.parametrize(
    ("since", "expected", "standing"),
    [
        (SIGNED_AT + HOUR, [("certificate.revoked", "2026-11-22")], Standing.REVOKED),
        (SIGNED_AT + DAY, [("certificate.revoked", "2026-11-23")], Standing.REVOKED),
        (SIGNED_AT + 2 * DAY, [], Standing.GOOD),
    ],
    ids=["before the timestamp", "at its very time", "after it"],
)
def test_a_revoked_engineer(since: object, expected: list[tuple[str, str]], standing: Standing) -> None:
    lists = revocation_lists(company(), {ENGINEER.serial_number: (since, BAD)}, made=SIGNED_AT + 3 * DAY)  # type: ignore[dict-item]
    given = verify(stamp(small()), [company().root_pem], revocation=lists)
    inside = judged(extend.validation_data(stamp(small()), [], lists))
    for verdict in (given, inside):
        assert [(finding.code, finding.detail) for finding in verdict.problems] == expected
        assert verdict.signatures[0].revocation is standing


def test_a_revoked_engineer_without_a_timestamp() -> None:
    """Whoever has the key could have sealed yesterday's date today."""
    lists = revocation_lists(company(), {ENGINEER.serial_number: (SIGNED_AT + DAY, OLD)})
    verdict = verify(small(), [company().root_pem], revocation=lists)
    assert [finding.code for finding in verdict.problems] == ["certificate.revoked-unproven"]


def test_lists_that_do_not_count() -> None:
    stranger = authority("现场服务测试根")
    revoked = {ENGINEER.serial_number: (SIGNED_AT, BAD)}
    for lists in (revocation_lists(stranger, revoked), revocation_lists(company(), made=SIGNED_AT - 30 * DAY)):
        verdict = verify(stamp(small()), [company().root_pem], revocation=lists)
        assert verdict.valid
        assert verdict.signatures[0].revocation is Standing.UNKNOWN
        assert "note.revocation" in {note.code for note in verdict.notes}


@pytest.mark.parametrize(
    ("since", "reason", "renewed", "code"),
    [
        (3 * DAY, BAD, False, "timestamp.revoked"),
        (3 * DAY, None, False, "timestamp.revoked"),
        (3 * DAY, OLD, False, None),
        (HOUR, OLD, False, "timestamp.revoked"),
        (3 * DAY, BAD, True, None),
        (HOUR, BAD, True, "timestamp.revoked"),
    ],
)
def test_a_revoked_authority(since: timedelta, reason: x509.ReasonFlags | None, renewed: bool, code: str | None) -> None:
    """RFC 3161 §4: a harmless reason leaves alone what was before; any other only what a second timestamp had covered by then."""
    pdf = stamp(small())
    if renewed:
        pdf = extend.timestamp(pdf, times(company()).at(SIGNED_AT + 2 * DAY))
    entry = {clock().certificate.serial_number: (SIGNED_AT + since, reason)}
    lists = revocation_lists(company(), entry, made=SIGNED_AT + 4 * DAY)
    verdict = verify(pdf, [company().root_pem], revocation=lists)
    assert [finding.code for finding in verdict.problems] == ([code] if code else [])


# --- validation data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certificates", "lists"),
    [
        ([authority().root_pem], ()),
        ([authority().chain[0]], ()),
        ([], revocation_lists(authority("现场服务测试根"))),
    ],
    ids=["a foreign root", "a foreign issuer", "foreign lists"],
)
def test_validation_data_of_strangers(certificates: list[bytes], lists: tuple[bytes, ...]) -> None:
    pdf = extend.validation_data(stamp(small()), certificates, lists)
    assert found(pdf) == [("layer.foreign", "")]
    assert found(stamp(pdf, 2 * DAY)) == [("layer.foreign", "")], "a timestamp does not make it better"


def test_anything_but_certificates_and_lists() -> None:
    for content in (b"", b"\xff\xd8 a picture", b"endstream\nendobj\n9 0 obj"):
        pdf = stamp(small())
        assert not judged(pdf + increments.validation_data(pdf, [content], [])).valid


def test_the_same_certificate_twice() -> None:
    pdf = complete(stamp(small()))
    root = company().root.public_bytes(Encoding.DER)
    assert found(pdf + increments.validation_data(pdf, [root], [])) == [("layer.foreign", "")]


def test_swapped_lists() -> None:
    """Another list of the right length in the place of the one that names the engineer."""
    lists = revocation_lists(company(), {ENGINEER.serial_number: (SIGNED_AT, BAD)})
    clean = revocation_lists(company(), {ENGINEER.serial_number ^ 1: (SIGNED_AT, BAD)})
    stamped = stamp(small())
    pdf = extend.validation_data(stamped, [], lists)
    assert "certificate.revoked" in codes(pdf)
    data = stamp(pdf, 2 * DAY)
    at = data.index(lists[0])
    swapped = data[:at] + clean[0].ljust(len(lists[0]), b"\0")[: len(lists[0])] + data[at + len(lists[0]) :]
    assert "timestamp.other" in codes(swapped) or "signature.coverage" in codes(swapped)


# --- countersignatures -------------------------------------------------------------------------------


def signed_anyhow(pdf: bytes, statement: SealStatement, *, who: object = None, locks: bool = True) -> bytes:
    """A countersignature without the checks of `extend`."""
    identity = who or company().engineer("王建国")
    approval = Approval("王建国", "已复核", SIGNED_AT + HOUR, locks)
    content = statement.to_bytes()
    room = pades.room(identity, content, approval.signed_at)  # type: ignore[arg-type]
    prepared = increments.countersignature(pdf, approval, room)
    return pdf + prepared.filled(pades.sign_digest(prepared.digest(pdf), identity, content, approval.signed_at))  # type: ignore[arg-type]


def test_a_signature_after_the_last_one() -> None:
    pdf = signed_anyhow(signed_anyhow(small(), parts().statement), parts().statement)
    assert found(pdf) == [("signature.locked", "")]


def test_a_countersignature_of_something_else() -> None:
    other = SealStatement("WX-20261122-000138", 1, "0" * 64, (), 1)
    assert found(signed_anyhow(small(), other)) == [("statement.countersignature", "")]


def test_a_countersignature_of_a_stranger() -> None:
    pdf = signed_anyhow(small(), parts().statement, who=authority().engineer("王建国"))
    assert found(pdf) == [("certificate.untrusted", "")]


def test_a_countersignature_that_says_another_name_or_time() -> None:
    pdf = countersigned(sealed_pdf())
    name = "王建国".encode("utf-16-be").hex().upper().encode()
    assert name in pdf
    assert "signature.broken" in codes(pdf.replace(name, "李建国".encode("utf-16-be").hex().upper().encode()))
    at = pdf.rindex(b"D:2026")
    assert not judged(pdf[:at] + b"D:2025" + pdf[at + 6 :]).valid


def test_padding_of_the_countersignature() -> None:
    pdf = countersigned(sealed_pdf())
    _, end = attacks.hole(pdf)
    assert found(pdf[: end - 2] + b"1" + pdf[end - 1 :]) == [("signature.form", "padding")]


# --- time and its limits -----------------------------------------------------------------------------


def test_a_timestamp_that_came_too_late_proves_nothing_but_does_no_harm() -> None:
    """Anybody can add one to any file: were it to make a good file refused, anybody could spoil it."""
    short = company().engineer(span=(SIGNED_AT - DAY, SIGNED_AT + HOUR))
    pdf = stamp(parts(short).sealed())
    verdict = judged(pdf)
    assert verdict.valid
    assert verdict.level is Level.B
    assert verdict.proven_at is None
    assert "note.timestamp-late" in {note.code for note in verdict.notes}


def test_a_device_whose_clock_was_ahead() -> None:
    verdict = judged(stamp(small(), -2 * HOUR))
    assert verdict.valid
    assert verdict.proven_at == SIGNED_AT - 2 * HOUR
    assert "note.clock-ahead" in {note.code for note in verdict.notes}


def test_a_certificate_that_was_not_there_at_the_proven_time() -> None:
    assert found(stamp(small(), -300 * DAY)) == [("certificate.not-yet-valid", "")]


def test_more_layers_than_anybody_needs() -> None:
    pdf = small()
    der = company().root.public_bytes(Encoding.DER)
    for _ in range(layers.MAX_LAYERS + 1):
        pdf += increments.validation_data(pdf, [der], [])
    assert "signature.coverage" in codes(pdf)
