"""Looking a document number up without storing it in the clear.

A keyed HMAC, not a bare hash: there are few enough NIKs that a bare hash is undone by trying
them all.
"""

import hashlib
import hmac


def blind_index(key: str, id_type: str, id_number: str) -> str:
    """128 bits in hex, equal for equal documents under the same key."""
    message = f"{id_type}:{id_number}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:32]
