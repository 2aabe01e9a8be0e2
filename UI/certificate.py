"""What makes the page secure: the user's certificate, or one that FaceMind makes and keeps."""

from __future__ import annotations

import hashlib
import logging
import os
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from face_process.errors import PageError
from face_process.model_inspect import cache_folder
from UI.addresses import Place, as_address

if TYPE_CHECKING:  # takes time to import, for nothing on most starts
    from cryptography.x509 import Certificate

log = logging.getLogger(__name__)

VALID_FOR = timedelta(days=397)
"""Browsers refuse certificates that hold longer (CA/Browser Forum, ballot SC31)."""
RENEWED_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its key, ready to serve with.

    Attributes:
        context: What the server encrypts with.
        names: Host names that it stands for, lower case; may start with ``*.``.
        fingerprint: SHA-256 of the certificate as browsers show it.
        self_signed: Whether FaceMind made it, so that browsers ask before they trust it.
    """

    context: ssl.SSLContext
    names: frozenset[str]
    fingerprint: str
    self_signed: bool


def given_identity(certificate: Path, key: Path) -> Identity:
    """Return the user's certificate and key.

    Raises:
        PageError: They can't be read, don't belong together, or don't hold today.
    """
    for file in (certificate, key):
        try:
            file.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise PageError("pem_unreadable", file=file, reason=reason) from error
    parsed = _first_certificate(certificate)
    now = datetime.now(UTC)
    if now > parsed.not_valid_after_utc:
        raise PageError("certificate_expired", file=certificate, day=_day(parsed, "after"))
    if now < parsed.not_valid_before_utc:
        raise PageError("certificate_early", file=certificate, day=_day(parsed, "before"))
    return _identity(parsed, _context(certificate, key), self_signed=False)


def own_identity(place: Place) -> Identity:
    """Return a self-signed certificate for this machine's names, made anew where need be.

    It is kept for the next start, since browsers trust it only after asking.

    Raises:
        PageError: It can't be kept.
    """
    file = cache_folder() / "certificate" / "page.pem"
    names = {*place.names, *(str(one).partition("%")[0] for one in place.addresses)}
    wanted = HERE | {name for name in names if name.isascii()}
    kept = _kept(file)
    now = datetime.now(UTC)
    if kept is None or kept.not_valid_after_utc - now < RENEWED_BEFORE:
        _make(file, wanted)
    elif not wanted <= _names(kept):
        # With those it had: a laptop that comes home again needs no other one.
        _make(file, wanted | _names(kept))
    return _identity(_first_certificate(file), _context(file, file), self_signed=True)


def _kept(file: Path) -> Certificate | None:
    if not file.exists():
        return None
    try:
        _context(file, file)
        return _first_certificate(file)
    except PageError:
        log.warning("the page's own certificate can't be read; a new one is made")
        return None


def _make(file: Path, names: frozenset[str]) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "FaceMind")])
    now = datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + VALID_FOR - CLOCKS_DIFFER)
        .add_extension(x509.SubjectAlternativeName(_general_names(sorted(names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, form, serialization.NoEncryption())
    _keep(file, private + certificate.public_bytes(pem))


def _general_names(names: Sequence[str]) -> list[object]:
    from cryptography import x509

    return [
        x509.IPAddress(ip_address(name)) if as_address(name) else x509.DNSName(name)
        for name in names
    ]


def _keep(file: Path, content: bytes) -> None:
    """Write key and certificate in one go, so that they always belong together."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, name = tempfile.mkstemp(dir=file.parent)  # for its owner alone: 0600
        with os.fdopen(number, "wb") as writing:
            writing.write(content)
        Path(name).replace(file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PageError("certificate_unkept", folder=file.parent, reason=reason) from error


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # Without a password OpenSSL would ask for it in the terminal.
        context.load_cert_chain(certificate, key, password=lambda: b"")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise PageError("key_differs", certificate=certificate, file=key) from error
        raise PageError("key_unusable", file=key) from error
    except ValueError as error:  # what the password is to open
        raise PageError("key_unusable", file=key) from error
    return context


def _first_certificate(file: Path) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(file.read_bytes())[0]
    except ValueError as error:
        raise PageError("certificate_unusable", file=file) from error


def _identity(parsed: Certificate, context: ssl.SSLContext, *, self_signed: bool) -> Identity:
    from cryptography.hazmat.primitives.serialization import Encoding

    digest = hashlib.sha256(parsed.public_bytes(Encoding.DER)).hexdigest().upper()
    fingerprint = ":".join(digest[start : start + 2] for start in range(0, len(digest), 2))
    hosts = frozenset(name.lower() for name in _names(parsed) if as_address(name) is None)
    return Identity(context, hosts, fingerprint, self_signed)


def _names(parsed: Certificate) -> frozenset[str]:
    """Return the names and addresses that a certificate stands for."""
    from cryptography import x509

    try:
        alternative = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    addresses = alternative.get_values_for_type(x509.IPAddress)
    return frozenset({*alternative.get_values_for_type(x509.DNSName), *map(str, addresses)})


def _day(parsed: Certificate, side: str) -> str:
    return f"{getattr(parsed, f'not_valid_{side}_utc'):%Y-%m-%d}"
