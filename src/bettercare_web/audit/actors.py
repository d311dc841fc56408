"""Who acts: a person, a token of a person, a job or the system itself."""

from typing import Literal

import msgspec

Kind = Literal["person", "token", "job", "system"]
Channel = Literal["web", "api", "command", "job"]


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who does something, as the audit trail keeps it.

    ``role`` and ``grant_id`` say by which right; ``on_behalf_of`` whom a delegate signs for. A
    person is an opaque id here: names are kept apart, and can be taken away.
    """

    person_id: str = ""
    kind: Kind = "person"
    role: str = ""
    grant_id: str = ""
    on_behalf_of: str = ""
    channel: Channel = "web"
    request_id: str = ""
    key: str = ""

    def under(self, role: str, grant_id: str) -> "Actor":
        """The same actor, with the right that is used."""
        return msgspec.structs.replace(self, role=role, grant_id=grant_id)


SYSTEM = Actor(kind="system", channel="command")
