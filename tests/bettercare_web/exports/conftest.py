"""The plans of the tests of versions, which are taken away here."""

from tests.bettercare_web.versions.conftest import edited, mended, sent, signed, signing

__all__ = ["edited", "mended", "sent", "signed", "signing"]
