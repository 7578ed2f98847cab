"""Everything that may not pass, and that verification says why instead of failing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.forms.signing.verify import Verdict, verify
from tests.support import signing_attacks as attacks
from tests.support.signing_ca import authority
from tests.support.signing_pdf import company, parts, sealed_pdf


def judged(pdf: bytes) -> Verdict:
    return verify(pdf, [company().root_pem])


def codes(pdf: bytes) -> set[str]:
    return {finding.code for finding in judged(pdf).problems}


@pytest.mark.parametrize("name", attacks.UPDATES)
def test_no_update_after_the_seal_is_tolerated(name: str) -> None:
    attacked = attacks.UPDATES[name](sealed_pdf())
    assert "signature.coverage" in codes(attacked)
    assert not judged(attacked).signatures[0].whole_file


def test_swapped_json_is_named_too() -> None:
    assert {"order.evidence", "order.statement"} <= codes(attacks.UPDATES["swapped_json"](sealed_pdf()))


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (lambda pdf: b"", "pdf.not-a-pdf"),
        (lambda pdf: b"\0" * 1000, "pdf.not-a-pdf"),
        (lambda pdf: b"%PDF-1.7\n%%EOF", "pdf.damaged"),
        (lambda pdf: b"%PDF-1.7\nstartxref\n99999999\n%%EOF", "pdf.damaged"),
        (lambda pdf: b" " + pdf, "pdf.prepended"),
        (lambda pdf: b"\xef\xbb\xbf" + pdf, "pdf.prepended"),
        (lambda pdf: pdf + b" ", "pdf.end"),
        (lambda pdf: pdf + b"\n", "pdf.end"),
        (lambda pdf: pdf + b"x\n%%EOF\n", "pdf.damaged"),
        (lambda pdf: pdf + b"startxref\n10699\n%%EOF\n", "pdf.damaged"),
        (lambda pdf: pdf + pdf, "signature.coverage"),
        (lambda pdf: pdf[:-1], "signature.coverage"),
        (lambda pdf: pdf[: len(pdf) // 2], "pdf.end"),
        (lambda pdf: pdf[: pdf.index(b"%%EOF") + 6], "signature.none"),
        (attacks.encrypted, "pdf.encrypted"),
        (attacks.stripped, "signature.none"),
        (attacks.resaved, "signature.coverage"),
    ],
    ids=range(17),
)
def test_cruder_attacks(attack: attacks.Attack, code: str) -> None:
    assert code in codes(attack(sealed_pdf()))


def test_signature_wrapping() -> None:
    """The digest is right, the chain is trusted: only the hole gives it away."""
    attacked = attacks.wrapped(sealed_pdf())
    (signature,) = judged(attacked).signatures
    assert signature.intact
    assert signature.trusted
    assert "signature.form" in codes(attacked)


@pytest.mark.parametrize(
    ("old", "new"), [(b"%PDF-1.7", b"%PDF-1.4"), (b"(Engineer)", b"(engineer)"), (b"20261122143000Z", b"20261121143000Z")]
)
def test_rewritten_bytes(old: bytes, new: bytes) -> None:
    assert old in sealed_pdf()
    assert "signature.broken" in codes(sealed_pdf().replace(old, new))


def test_every_truncation_is_refused() -> None:
    pdf = sealed_pdf()
    for length in random.Random(1).sample(range(len(pdf)), 60):
        assert not judged(pdf[:length]).valid, length


def test_bit_flips_anywhere_are_found() -> None:
    pdf = sealed_pdf()
    start, end = attacks.hole(pdf)
    chance = random.Random(2)
    outside = chance.sample([*range(start), *range(end, len(pdf))], 80)
    inside = [start, end - 1, *chance.sample(range(start, end), 160)]
    missed = [(at, bit) for at in (*outside, *inside) if judged(attacks.flipped(pdf, at, bit := chance.randrange(8))).valid]
    assert missed == []


@pytest.mark.parametrize("bit", range(8))
def test_flips_in_the_padding_are_found(bit: int) -> None:
    _, end = attacks.hole(sealed_pdf())
    assert not judged(attacks.flipped(sealed_pdf(), end - 2, bit)).valid


def test_unused_bits_of_an_issuers_signature() -> None:
    """DER leaves room for another count of unused bits where these are zero anyway; no hash and no signature sees the change."""
    issuer = next(one for one in iter(authority, None) if one.intermediate.signature[-1] & 1 == 0)
    pdf = parts(issuer.engineer()).sealed()
    at = pdf.index(b"00" + issuer.intermediate.signature.hex().upper().encode(), *attacks.hole(pdf))
    attacked = attacks.flipped(pdf, at + 1, 0)
    assert verify(pdf, [issuer.root_pem]).valid
    assert [(f.code, f.detail) for f in verify(attacked, [issuer.root_pem]).problems] == [("signature.form", "certificate")]


def test_a_certificate_that_is_not_the_signed_one() -> None:
    """The signer's certificate lies outside of every hash but one: the signed attribute that names it (RFC 5035)."""
    name = "李旻".encode().hex().upper().encode()
    pdf = sealed_pdf()
    at = pdf.index(name, attacks.hole(pdf)[0])
    verdict = judged(pdf[:at] + "李昱".encode().hex().upper().encode() + pdf[at + len(name) :])
    assert [(f.code, f.detail) for f in verdict.problems] == [("signature.form", "attributes")]
    assert verdict.signatures[0].certificate is None


def test_padding_and_case_are_named() -> None:
    pdf = sealed_pdf()
    start, end = attacks.hole(pdf)
    padded = pdf[: end - 2] + b"1" + pdf[end - 1 :]
    lower = pdf[:start] + pdf[start:end].lower() + pdf[end:]
    assert [(f.code, f.detail) for f in judged(padded).problems] == [("signature.form", "padding")]
    assert [(f.code, f.detail) for f in judged(lower).problems] == [("signature.form", "digits")]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_gets_a_verdict(data: bytes) -> None:
    assert not judged(data).valid
    assert not judged(b"%PDF-1.7\n" + data + b"\nstartxref\n9\n%%EOF\n").valid


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_overwritten_bytes_get_a_verdict(at: int, data: bytes) -> None:
    pdf = sealed_pdf()
    at %= len(pdf) - len(data)
    attacked = pdf[:at] + data + pdf[at + len(data) :]
    assert judged(attacked).valid is (attacked == pdf)


def test_words_exist_in_both_languages() -> None:
    for finding in judged(attacks.UPDATES["overlay"](sealed_pdf())).problems:
        assert finding.text != finding.words("zh")
