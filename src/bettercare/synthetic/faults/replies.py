"""Faults of answers, signatures, levels of maturity, and capacity."""

from collections.abc import Callable

from bettercare.synthetic.faults.kinds import Plant, Planting, cell, kind
from bettercare.synthetic.faults.site import Site


def _answer(table: str, answer: str | None, words: str) -> Plant:
    """One answer of a table changed to Yes, No or nothing."""

    def plant(site: Site) -> Planting | None:
        item = site.pick(table, lambda line: bool(line.response)) if _asked(site, table) else 0
        label = site.rules.yes_or_no.label(answer) if answer else None
        return cell(site, table, item, ("response", label), words) if item else None

    return plant


def _asked(site: Site, table: str) -> bool:
    return bool(site.records(table)) and table in site.rules.tables


kind("requirement-no-without-action", "CHK-066")(
    _answer("requirements", "no", "No, without an action or a date")
)
kind("condition-no-without-reason", "CHK-063")(_answer("conditions", "no", "No, without a reason"))


@kind("answer-blank", "CHK-065")
def answer_blank(site: Site) -> Planting | None:
    """A requirement or a condition without an answer."""
    table = "requirements" if _asked(site, "requirements") else "conditions"
    return _answer(table, None, "no answer")(site)


@kind("share-not-confirmed", "CHK-072")
def share_not_confirmed(site: Site) -> Planting | None:
    """A part of the NHS minimum that is not agreed."""
    about = {one.label for one in site.rules.questions.values() if one.about == "share_of_minimum"}
    item = site.pick("answers", lambda line: line.question in about)
    change = "response", site.rules.yes_or_no.label("no")
    return cell(site, "answers", item, change, "not agreed") if item else None


@kind("purposes-not-whole", "CHK-076")
def purposes_not_whole(site: Site) -> Planting | None:
    """Shares of a grant's purposes that do not add up."""
    starts = tuple(one.purposes for one in site.rules.sources.items.values() if one.purposes)
    item = site.pick("answers", lambda line: (line.question or "").startswith(starts))
    if not starts or not item:
        return None
    found = cell(site, "answers", item, ("response", "70%"), "the purposes come to more than 100%")
    return found._replace(subject="purposes")


Levels = Callable[[tuple[str, ...], int], tuple[str | None, str | None]]


def _levels(name: str, code: str, pair: Levels, words: str) -> None:
    """Register a fault of the two levels of a change; ``pair`` gives what is written now."""

    @kind(name, code)
    def plant(site: Site) -> Planting | None:
        model = site.rules.hicm
        item = site.pick("hicm") if model else 0
        if not item or model is None:
            return None
        labels = model.levels.labels
        expected = list(model.levels.items).index(model.expected_level)
        if not 0 < expected < len(labels) - 1:
            return None
        line = site.get("hicm", item)
        current, planned = pair(labels, expected)
        site.set("hicm", item, current=current, planned=planned)
        was = {"current": line.current, "planned": line.planned}
        now = {"current": current, "planned": planned}
        return Planting("hicm", item, "planned", was, now, words, line.change or "")


_levels("level-blank", "CHK-115", lambda labels, at: (labels[at], None), "no planned level")
_levels("level-unknown", "CHK-116", lambda labels, at: (labels[at], "Nearly there"), "no level")
_levels("level-falls", "CHK-117", lambda labels, at: (labels[at + 1], labels[at]), "it falls")
_levels(
    "level-below-expected",
    "CHK-118",
    lambda labels, at: (labels[at - 1], labels[at - 1]),
    "below what is expected, without a reason",
)
_levels("level-jumps", "CHK-119", lambda labels, at: (labels[at - 1], labels[at + 1]), "two levels")


@kind("signature-missing", "CHK-127")
def signature_missing(site: Site) -> Planting | None:
    """Nobody has signed for one of the roles."""
    roles = site.rules.sign_off
    board = {one.label for one in roles.items.values() if one.for_board}
    item = site.pick("sign_off", lambda line: line.role not in board)
    if not item:
        return None
    subject = roles.name(roles.match(site.get("sign_off", item).role).code)
    site.set("sign_off", item, date=None, version=None)
    found = cell(site, "sign_off", item, ("name", None), "nobody is named")
    return found._replace(subject=subject)


@kind("board-approval-missing", "CHK-128")
def board_approval_missing(site: Site) -> Planting | None:
    """The board is named, and when it approved the plan is not told."""
    board = {one.label for one in site.rules.sign_off.items.values() if one.for_board}
    item = site.pick("sign_off", lambda line: line.role in board)
    return cell(site, "sign_off", item, ("date", None), "no date") if item else None


@kind("signature-of-another-version", "CHK-129")
def signature_of_another_version(site: Site) -> Planting | None:
    """A signature that stands for an earlier version."""
    item = site.pick("sign_off", lambda line: bool(line.version))
    return cell(site, "sign_off", item, ("version", "0.9"), "an earlier version") if item else None


@kind("signature-delegated", "CHK-130")
def signature_delegated(site: Site) -> Planting | None:
    """A signature that may not be given by somebody else."""
    own = {one.label for one in site.rules.sign_off.items.values() if one.in_person}
    item = site.pick("sign_off", lambda line: line.role in own)
    change = "delegated_to", "Deputy of the office"
    return cell(site, "sign_off", item, change, "not signed in person") if item else None
