"""A rendered order takes the seal, and the sealed file is found valid: form, seal and check speak of the same things."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from fieldapp.forms.pdf.render import render
from fieldapp.forms.signing.keys import fingerprint
from fieldapp.forms.signing.seal import seal
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verify import verify
from tests.support.pdf_bytes import byte_findings
from tests.support.pdf_orders import jpeg, order, photo_rows
from tests.support.pdf_tags import tag_findings
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company, engineer, sealed_pdf


@pytest.mark.parametrize("outcome", ["signed", "refused"])
def test_a_rendered_order_can_be_sealed_and_verified(outcome: str) -> None:
    rows, store = photo_rows([jpeg()])
    more = {"reason": "拒签", "witness": "欧阳𠅤"} if outcome == "refused" else {}
    source = order({"photos": rows}, photos=store, outcome=outcome, **more)
    who = engineer()
    source = replace(source, evidence=replace(source.evidence, certificate=fingerprint(who.certificate_pem)))
    plain = render(source)
    sealed = seal(plain, who, signer_name="李旻", statement=SealStatement.of(source.evidence), signed_at=SIGNED_AT)
    assert sealed.startswith(plain)
    verdict = verify(sealed, [company().root_pem])
    assert (verdict.valid, verdict.problems) == (True, ())
    assert verdict.order == source.snapshot.content
    assert verdict.evidence == source.evidence
    assert byte_findings(sealed) == []
    assert tag_findings(sealed) == []
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        assert opened.pdf_version == "1.7"


def test_with_two_signatures_and_its_seal_an_ordinary_order_stays_below_100_kb() -> None:
    assert len(sealed_pdf()) < 100_000
