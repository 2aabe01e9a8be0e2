"""Certificates of the page: the user's own, and those that FaceMind makes."""

import ipaddress
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from face_process.errors import PageError
from tests.command_line import run_here
from UI import certificate
from UI.addresses import Place
from UI.certificate import given_identity, own_identity

DAY = timedelta(days=1)
PEM = serialization.Encoding.PEM


def write_pair(folder, start=-DAY, end=DAY, password=None):
    """Write a certificate for face.example and its key; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "face.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + start)
        .not_valid_after(now + end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("Face.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    locked = serialization.NoEncryption()
    if password:
        locked = serialization.BestAvailableEncryption(password)
    folder.mkdir(exist_ok=True)
    (folder / "c.pem").write_bytes(made.public_bytes(PEM))
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, locked)
    (folder / "k.pem").write_bytes(private)
    return folder / "c.pem", folder / "k.pem"


def place(*addresses):
    known = frozenset(ipaddress.ip_address(one) for one in addresses)
    return Place(7860, "desk", True, frozenset({"desk"}), known)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Return the file in which the page's own certificate is kept."""
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path))
    return tmp_path / "certificate" / "page.pem"


def names_in(file):
    parsed = x509.load_pem_x509_certificate(file.read_bytes())
    names = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one.value) for one in names}


def test_names_of_the_users_certificate_are_names_of_the_page(tmp_path):
    identity = given_identity(*write_pair(tmp_path))
    assert identity.names == {"face.example"}
    assert not identity.self_signed


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [(-2 * DAY, -DAY, "certificate_expired"), (DAY, 2 * DAY, "certificate_early")],
)
def test_certificate_that_does_not_hold_today_is_refused(tmp_path, start, end, key):
    with pytest.raises(PageError) as refused:
        given_identity(*write_pair(tmp_path, start, end))
    assert refused.value.key == key


def test_key_of_another_certificate_is_refused(tmp_path):
    mine, _ = write_pair(tmp_path / "a")
    _, other = write_pair(tmp_path / "b")
    with pytest.raises(PageError) as refused:
        given_identity(mine, other)
    assert refused.value.key == "key_differs"


def test_key_with_a_password_is_refused_instead_of_asked_for(tmp_path):
    with pytest.raises(PageError) as refused:
        given_identity(*write_pair(tmp_path, password=b"secret"))
    assert refused.value.key == "key_unusable"


@pytest.mark.parametrize("number", [0, 1], ids=["certificate", "key"])
@pytest.mark.parametrize("content", [None, b"", b"no PEM"], ids=["missing", "empty", "else"])
def test_file_that_is_no_pem_is_named(tmp_path, number, content):
    pair = write_pair(tmp_path)
    pair[number].unlink()
    if content is not None:
        pair[number].write_bytes(content)
    with pytest.raises(PageError) as refused:
        given_identity(*pair)
    assert str(pair[number]) in str(refused.value)


@pytest.mark.parametrize("flag", ["--certificate", "--key"])
def test_one_half_of_a_pair_is_wrong_usage(tmp_path, flag):
    ended = run_here("web", flag, tmp_path / "a.pem", FACEMIND_GRADIO_TEMP=str(tmp_path))
    assert ended.returncode == 2
    assert "--certificate" in ended.stderr
    assert "--key" in ended.stderr


def test_own_certificate_is_kept_for_the_next_start_for_its_owner_alone(kept):
    first = own_identity(place("192.168.1.5"))
    assert own_identity(place("192.168.1.5")).fingerprint == first.fingerprint
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert names_in(kept) == {"127.0.0.1", "::1", "localhost", "desk", "192.168.1.5"}


def test_own_certificate_is_made_anew_for_another_address_and_keeps_those_it_had(kept):
    own_identity(place("192.168.1.5"))
    second = own_identity(place("10.0.0.7", "fd00::2"))
    assert {"192.168.1.5", "10.0.0.7", "fd00::2"} <= names_in(kept)
    assert own_identity(place("192.168.1.5")).fingerprint == second.fingerprint


def test_own_certificate_is_renewed_before_it_ends(kept, monkeypatch):
    first = own_identity(place())
    monkeypatch.setattr(certificate, "RENEWED_BEFORE", certificate.VALID_FOR)
    assert own_identity(place()).fingerprint != first.fingerprint


def test_own_certificate_that_is_damaged_is_made_anew(kept):
    own_identity(place())
    kept.write_bytes(kept.read_bytes()[:300])
    assert own_identity(place()).self_signed


def test_own_certificate_that_can_not_be_kept_is_said_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path / "file"))
    with pytest.raises(PageError, match="FACEMIND_CACHE"):
        own_identity(place())
