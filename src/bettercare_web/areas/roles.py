"""The roles that people are given, and the table of what each may do.

A cell says in which relation to a plan the role may do it: ``O`` of its own area, all rows; ``P``
of a partner, all rows; ``p`` of a partner, the rows that its body funds or commissions; ``s`` the
schemes named in the grant; ``R`` of its region, submitted versions; ``r`` of its region, drafts
too while the area shares them; ``N`` of the nation, submitted versions; ``Y`` the system, never
the content of a plan. A letter that is not there is a refusal.
"""

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """A role, by the two letters that the table heads its columns with."""

    LEAD = "LD"
    FINANCE = "FO"
    SECTION_151 = "S1"
    NHS_FINANCE = "NF"
    NHS_SIGNATORY = "NS"
    SCHEME_LEAD = "SL"
    ANALYST = "AN"
    CHAIR = "CH"
    VIEWER = "VW"
    PROVIDER = "PR"
    MANAGER = "BM"
    ASSURER = "RA"
    NATIONAL = "NT"
    AUDITOR = "AU"
    ADMINISTRATOR = "AD"


class ScopeKind(Enum):
    """What a role can be given over."""

    SCHEME = "scheme"
    BODY = "body"
    AREA = "area"
    REGION = "region"
    NATION = "nation"
    SYSTEM = "system"


class AboutRole(NamedTuple):
    """A role's name, what it can be given over, and for how many days at most."""

    label: str
    scopes: frozenset[ScopeKind]
    days: int


_LOCAL = frozenset({ScopeKind.AREA, ScopeKind.BODY})
_SCHEMES = frozenset({ScopeKind.SCHEME})
_REGION = frozenset({ScopeKind.REGION})

ROLES: dict[Role, AboutRole] = {
    Role.LEAD: AboutRole("Better Care Fund lead", _LOCAL, 365),
    Role.FINANCE: AboutRole("Finance officer", _LOCAL, 365),
    Role.SECTION_151: AboutRole("Section 151 officer", _LOCAL, 365),
    Role.NHS_FINANCE: AboutRole("NHS finance", frozenset({ScopeKind.BODY}), 365),
    Role.NHS_SIGNATORY: AboutRole("NHS signatory", frozenset({ScopeKind.BODY}), 365),
    Role.SCHEME_LEAD: AboutRole("Scheme lead", _SCHEMES | _LOCAL, 183),
    Role.ANALYST: AboutRole("Analyst", _LOCAL, 365),
    Role.CHAIR: AboutRole("Health and wellbeing board chair", frozenset({ScopeKind.AREA}), 365),
    Role.VIEWER: AboutRole("Viewer", _LOCAL, 365),
    Role.PROVIDER: AboutRole("Provider", _SCHEMES, 183),
    Role.MANAGER: AboutRole("Better Care Manager", _REGION, 365),
    Role.ASSURER: AboutRole("Regional assurer", _REGION, 365),
    Role.NATIONAL: AboutRole("National team", frozenset({ScopeKind.NATION}), 365),
    Role.AUDITOR: AboutRole("Auditor", _LOCAL, 365),
    Role.ADMINISTRATOR: AboutRole("Administrator", frozenset({ScopeKind.SYSTEM}), 90),
}


class Action(Enum):
    """Something that may be done, by the number of its row in the table."""

    SEE_DRAFT = 1
    SEE_CONTACTS = 2
    EDIT_MONEY = 3
    EDIT_WORDS = 4
    EDIT_METRICS = 5
    UPLOAD = 6
    COMMENT = 7
    NAME_VERSION = 8
    DISMISS = 9
    EXPORT_DRAFT = 10
    SIGN = 11
    RECORD_APPROVAL = 12
    SUBMIT = 13
    SEE_SUBMITTED = 14
    SCORE = 15
    READ_SCORES = 16
    SEE_LETTER = 17
    MODERATE = 18
    DECIDE = 19
    INVITE = 20
    GRANT_OTHERS = 21
    READ_TRAIL = 22
    VERIFY_CHAINS = 23
    RUN_SERVICE = 24


_TABLE = """
    LD FO S1 NF NS SL AN CH VW PR BM RA NT AU AD
01  OP OP O  P  P  OP OP O  OP s  r  .  .  O  .
02  OP O  O  P  P  .  .  O  .  .  R  R  N  O  .
03  Op Op .  p  .  s  .  .  .  .  .  .  .  .  .
04  OP .  .  .  .  s  .  .  .  .  .  .  .  .  .
05  OP .  .  .  .  .  OP .  .  .  .  .  .  .  .
06  Op Op .  p  .  .  .  .  .  .  .  .  .  .  .
07  OP OP O  P  P  OP OP O  .  s  r  .  .  .  .
08  OP OP .  P  .  .  OP .  .  .  .  .  .  .  .
09  O  O  .  .  .  .  .  .  .  .  .  .  .  .  .
10  OP OP O  P  P  s  OP O  OP s  r  .  .  O  .
11  .  .  O  .  P  .  .  O  .  .  .  .  .  .  .
12  O  .  .  .  .  .  .  O  .  .  .  .  .  .  .
13  O  .  .  .  .  .  .  .  .  .  .  .  .  .  .
14  OP OP O  P  P  OP OP O  OP s  R  R  N  O  .
15  .  .  .  .  .  .  .  .  .  .  .  R  .  .  .
16  .  .  .  .  .  .  .  .  .  .  .  R  N  .  .
17  OP OP O  P  P  .  .  O  .  .  R  R  N  O  .
18  .  .  .  .  .  .  .  .  .  .  .  .  N  .  .
19  .  .  .  .  .  .  .  .  .  .  .  .  N  .  .
20  O  .  .  .  .  .  .  .  .  .  .  .  .  .  .
21  .  .  .  .  .  .  .  .  .  .  .  .  .  .  Y
22  OP .  O  .  P  .  .  O  .  .  .  .  .  O  .
23  O  .  .  .  .  .  .  .  .  .  .  .  .  O  Y
24  .  .  .  .  .  .  .  .  .  .  .  .  .  .  Y
"""


def _read_table() -> dict[tuple[Action, Role], str]:
    head, *lines = (line.split() for line in _TABLE.strip().splitlines())
    return {
        (Action(int(line[0])), Role(role)): cell.replace(".", "")
        for line in lines
        for role, cell in zip(head, line[1:], strict=True)
    }


CELLS = _read_table()
"""What each role may do, by action and role: the letters of the table."""
