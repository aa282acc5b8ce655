"""Documents in JSON of one spelling, signed by Ed25519: with another byte anywhere the signature is good no more."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openfisca_kz.problems import refuse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Stands before what is signed, so that a signature is good for nothing else.
_PURPOSE = b"openfisca-kz readout 1\n"

#: Bytes of the digest in a code, and letters of a group of it.
_CODE_BYTES, _GROUP = 15, 4


def signed(payload: dict[str, Any], key: Path) -> bytes:
    """Return a document with its signature."""
    private = _private_key(key)
    signature = private.sign(_PURPOSE + _spelt(payload))
    return _document(payload, signature, private.public_key())


def verified(document: bytes, key: Path) -> dict[str, Any] | None:
    """Return what a document says if it was signed with a key and no byte has changed since; None otherwise."""
    public = _public_key(key)  # says so where the library is missing
    from cryptography.exceptions import InvalidSignature

    try:
        read = json.loads(document)
        payload, signature = read["payload"], base64.b64decode(read["signature"])
        public.verify(signature, _PURPOSE + _spelt(payload))
        same = document == _document(payload, signature, public)
    except (ValueError, TypeError, KeyError, RecursionError, InvalidSignature):
        return None
    return payload if same and isinstance(payload, dict) else None


def code_of(document: bytes) -> str:
    """Return the code that ties a printed page to its document: letters and digits in groups of four."""
    digest = base64.b32encode(hashlib.sha256(document).digest()[:_CODE_BYTES]).decode("ascii")
    return "-".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


def public_pem(key: Path) -> str:
    """Return the public half of a private key, for those who verify."""
    return _pem(_private_key(key).public_key()).decode("ascii")


def _spelt(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _document(payload: dict[str, Any], signature: bytes, key: Ed25519PublicKey) -> bytes:
    named = hashlib.sha256(_pem(key)).hexdigest()[: 2 * _CODE_BYTES]
    whole = {"payload": payload, "key": named, "signature": base64.b64encode(signature).decode("ascii")}
    return _spelt(whole) + b"\n"


def _pem(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _private_key(path: Path) -> Ed25519PrivateKey:
    return _key(path, "private", "{path} holds no Ed25519 private key without a password, in PEM.", password=None)


def _public_key(path: Path) -> Ed25519PublicKey:
    return _key(path, "public", "{path} holds no Ed25519 public key, in PEM.")


def _key(path: Path, half: str, otherwise: str, **options: Any) -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        message = 'Signed read-outs need cryptography: install it with pip install "openfisca-kz[readouts]".'
        raise refuse(message) from error
    pem = file_bytes(path)
    try:
        key = getattr(serialization, f"load_pem_{half}_key")(pem, **options)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, getattr(ed25519, f"Ed25519{half.title()}Key")):
        raise refuse(otherwise, path=path)
    return key


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None
