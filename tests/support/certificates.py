"""Certificates made in the test: an authority, and what it signs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """``directory`` gets its certificate and those that it signs, as PEM."""

    def __init__(self, directory: Path, name: str = "authority"):
        self._directory, self._name = directory, _named(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        own = _begun(self._name, self._key, DAY).issuer_name(self._name)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file = directory / f"{name}.pem"
        self.file.write_bytes(_pem(own.sign(self._key, hashes.SHA256())))

    def issue(self, host: str, file: str, lasts: timedelta = DAY) -> tuple[Path, Path]:
        """Certificate and key for ``host``; with a negative ``lasts`` it has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        signed = (
            _begun(_named(host), key, lasts)
            .issuer_name(self._name)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        certificate = self._directory / f"{file}.pem"
        certificate.write_bytes(_pem(signed))
        secret = self._directory / f"{file}.key"
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        secret.chmod(0o644)  # a node that runs as another user reads it
        return certificate, secret


def _begun(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 2 * DAY)
        .not_valid_after(now + lasts)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
