"""A connection to the service: encrypted and verified, to one host, tried again when it breaks."""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bettercare_client.errors import NotDone, NotReached

HERE = frozenset({"127.0.0.1", "localhost", "::1"})  # where nothing leaves the machine
AGAIN = frozenset({429, 502, 503, 504})
WAITS = (1, 4)  # seconds before the second and the third try
LONGEST_WAIT = 60
TIMEOUT = 60
LARGEST = 64 * 1024 * 1024  # bytes of an answer
ERRORS, REDIRECTS = 400, 300

WORDS = {
    401: "The service does not take this token: it ended, or was copied wrong. Make a new one.",
    404: "There is no such area or plan, or nothing of it is for you. Check the code or address.",
    412: "The plan was changed in the service since you pulled it. Pull it again, and merge yours "
    "into it with bettercare merge.",
    413: "The plan is too large to push. Bring it in as a file, on the page of the plan.",
}


class Answer(NamedTuple):
    """What the service answered: JSON, and its headers by small letters."""

    data: Any
    headers: Mapping[str, str]


class Service:
    """The service at an address, for one token.

    Raises ``NotReached`` for an address that is not ``https://`` (but for this machine's own).
    """

    def __init__(
        self, address: str, token: str, wait: Callable[[float], None] = time.sleep
    ) -> None:
        parts = urlsplit(address)
        if not parts.hostname or parts.username or parts.scheme not in {"https", "http"}:
            raise NotReached(
                f"Cannot reach {address}: give an address like https://bcf.example.org"
            )
        if parts.scheme == "http" and parts.hostname not in HERE:
            raise NotReached(f"Cannot reach {address} safely: give its address with https://")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._parts, self._token, self._wait = parts, token, wait

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Ask, up to three times, and give the answer.

        ``headers`` are named with ``_`` for ``-``. A request that changes something carries an
        ``Idempotency_Key``, so that trying again does nothing twice. Raises ``NotReached`` and
        ``NotDone``.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        for pause in WAITS:
            try:
                status, data, heads = self._once(method, path, body, sent)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, ssl.SSLCertVerificationError):
                    break
                self._wait(pause)
                continue
            if status not in AGAIN:
                return _answer(status, data, heads)
            self._wait(_pause(heads, pause))
        return self._last(method, path, body, sent)

    def _last(self, method: str, path: str, body: bytes | None, sent: Mapping[str, str]) -> Answer:
        try:
            return _answer(*self._once(method, path, body, sent))
        except ssl.SSLCertVerificationError:
            raise NotReached(
                f"Cannot reach {self.origin} safely: its certificate is not one that this computer "
                "trusts. Ask who runs the service."
            ) from None
        except (OSError, http.client.HTTPException) as error:
            why = type(error).__name__
            raise NotReached(
                f"Cannot reach {self.origin} ({why}). Check the address and your network."
            ) from None

    def _once(
        self, method: str, path: str, body: bytes | None, sent: Mapping[str, str]
    ) -> tuple[int, bytes, Mapping[str, str]]:
        connection = self._connection()
        try:
            heads = {
                "Authorization": f"Bearer {self._token}",
                "Accept": "application/json",
                **({"Content-Type": "application/json"} if body is not None else {}),
                **sent,
            }
            connection.request(method, f"/api/v1{path}", body, heads)
            response = connection.getresponse()
            data = response.read(LARGEST + 1)
            found = {name.lower(): value for name, value in response.getheaders()}
            return response.status, data, found
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)


def _pause(heads: Mapping[str, str], usual: float) -> float:
    """How long the service asks to wait, within reason."""
    asked = heads.get("retry-after", "")
    return min(int(asked), LONGEST_WAIT) if asked.isdecimal() else usual


def _answer(status: int, data: bytes, heads: Mapping[str, str]) -> Answer:
    """The answer. Raises ``NotDone`` for an error, in the words of the service."""
    if REDIRECTS <= status < ERRORS:
        raise NotDone("The service sends us elsewhere, and we do not follow. Check the address.")
    found = _json(data)
    if status >= ERRORS:
        raise NotDone(_why(status, found))
    if found is None:
        raise NotDone("That address does not answer as the service does. Check it.")
    return Answer(found, heads)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        return None


def _why(status: int, found: Any) -> str:
    if status in WORDS:
        return WORDS[status]
    told = found if isinstance(found, dict) else {}
    detail = str(told.get("detail") or f"The service answered {status}. Try again later.")
    errors = told.get("errors")
    rows = [str(one.get("row", "")) for one in errors if isinstance(one, dict)] if errors else []
    return "\n".join([detail, *(f"  {one}" for one in rows if one)])
