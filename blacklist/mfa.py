"""How second factors are stored: sealed, like every secret at rest."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from blacklist.sealing import seal, unseal


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's storage of TOTP secrets, with the project's own sealing."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, record="second-factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), record="second-factor")
