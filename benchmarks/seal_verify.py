"""What the seal and its verification cost, beside pyHanko's plain `sign_pdf` and validation and beside `pdfsig`, in one run.

    python -m benchmarks.seal_verify [--runs N]      milliseconds, medians; wall clock and CPU; kB added, peak memory

The file is the tests' order of four pages with two signatures. Every round asks each once. pyHanko signs with the same key and
certificate, PAdES B-B, but without our statement; its validation judges the signature and what was appended after it, and does
not look at order, ink and evidence. `pdfsig` is a process each time.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.sealed_file_flips import Pdfsig, pyhanko_says_valid
from fieldapp.forms.signing.keys import Identity
from fieldapp.forms.signing.seal import SealStatement, preload, seal
from fieldapp.forms.signing.verify import preload as preload_verify
from fieldapp.forms.signing.verify import verify
from tests.support.real_file import kept_now, sealed_now
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company, engineer, rendered, sealed_pdf


def plain_signer(identity: Identity) -> SimpleSigner:
    """The same key for pyHanko as it comes."""
    der = serialization.Encoding.DER
    own, *others = (
        x509.Certificate.load(load_pem_x509_certificate(pem).public_bytes(der))
        for pem in (identity.certificate_pem, *identity.chain_pem)
    )
    key = serialization.load_pem_private_key(identity.key_pem, None)
    raw = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=own, signing_key=keys.PrivateKeyInfo.load(raw), cert_registry=SimpleCertificateStore.from_certs(others)
    )


def plain_sign(pdf: bytes, signer: SimpleSigner) -> bytes:
    meta = PdfSignatureMetadata(field_name="Engineer", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    return bytes(sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer).getvalue())


def measured(actions: dict[str, Callable[[], object]], runs: int) -> dict[str, tuple[float, float]]:
    """Medians of wall and CPU time (children included) in ms, every action once a round."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for turn in range(runs + 1):
        for name, action in actions.items():
            start, before = time.perf_counter(), cpu()
            action()
            if turn:
                taken[name].append(((time.perf_counter() - start) * 1000, (cpu() - before) * 1000))
    return {
        name: (statistics.median(w for w, _ in times), statistics.median(c for _, c in times)) for name, times in taken.items()
    }


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=25, help="rounds (default 25)")
    options = parser.parse_args()
    preload()
    preload_verify()
    (unsigned, evidence), identity, roots, sealed = rendered(), engineer(), [company().root_pem], sealed_pdf()
    statement, signer = SealStatement.of(evidence), plain_signer(engineer())
    plain = plain_sign(unsigned, signer)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as authority:
        pdfsig = Pdfsig(Path(folder), roots)
        made, root = sealed_now(Path(authority))
        kept = kept_now(Path(authority), made)
        if not (
            verify(sealed, roots).valid
            and pyhanko_says_valid(sealed, roots)
            and pdfsig.says_valid(sealed)
            and verify(kept, [root]).valid
        ):
            raise SystemExit("the sealed file is not valid")
        figures = measured(
            {
                "seal: fieldapp": lambda: seal(unsigned, identity, signer_name="李旻", statement=statement, signed_at=SIGNED_AT),
                "seal: pyHanko sign_pdf": lambda: plain_sign(unsigned, signer),
                "verify: fieldapp": lambda: verify(sealed, roots),
                "verify: B-LTA, two timestamps": lambda: verify(kept, [root]),
                "verify: pyHanko validation": lambda: pyhanko_says_valid(sealed, roots),
                "verify: pdfsig (a process)": lambda: pdfsig.says_valid(sealed),
            },
            options.runs,
        )
    print(f"{'ms, medians':30}{'wall':>9}{'CPU':>9}{'× ours':>9}")
    for name, (wall, spent) in figures.items():
        ours = figures[f"{name.split(':')[0]}: fieldapp"]
        print(f"{name:30}{wall:9.1f}{spent:9.1f}{spent / ours[1]:9.2f}")
    added = {"fieldapp": len(sealed) - len(unsigned), "pyHanko": len(plain) - len(unsigned)}
    print("kB added: " + ", ".join(f"{name} {size / 1000:.1f}" for name, size in added.items()))
    print(f"peak memory with all these {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
