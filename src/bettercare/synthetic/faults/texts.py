"""Faults of what is written: sections of the narrative, and marks left in any text."""

from bettercare.plan import NarrativeText
from bettercare.rounds.schema import NarrativeSection
from bettercare.synthetic.faults.kinds import Planting, cell, kind
from bettercare.synthetic.faults.site import Site

MORE = " The partners will say more about this in the next version of the plan."
CONTACT = "Write to the team at care.team@example.org for more"  # a name kept for examples


def _section(site: Site) -> tuple[int, NarrativeText, NarrativeSection] | None:
    """A section of the narrative that no fault has, with the round's rule for it."""
    known = site.rules.narrative
    item = site.pick("narrative", lambda line: line.section in known)
    if not item:
        return None
    line: NarrativeText = site.get("narrative", item)
    return item, line, known[line.section or ""]


def _written(site: Site, text: str, words: str) -> Planting | None:
    found = _section(site)
    return cell(site, "narrative", found[0], ("text", text), words) if found else None


@kind("section-empty", "CHK-120")
def section_empty(site: Site) -> Planting | None:
    """A section that nobody wrote."""
    found = _section(site)
    return cell(site, "narrative", found[0], ("text", None), "nothing") if found else None


@kind("section-over-limit", "CHK-121")
def section_over_limit(site: Site) -> Planting | None:
    """A section with more words than it may have."""
    found = _section(site)
    if not found:
        return None
    item, line, rule = found
    text = (line.text or "") + MORE * (rule.limit // len(MORE.split()) + 1)
    return cell(site, "narrative", item, ("text", text), "over its limit of words")


@kind("section-short", "CHK-122")
def section_short(site: Site) -> Planting | None:
    """A section of one sentence."""
    return _written(site, MORE.strip(), "one sentence")


@kind("topic-missing", "CHK-123")
def topic_missing(site: Site) -> Planting | None:
    """A section with words enough, and none on what it is to be about."""
    found = _section(site)
    if not found:
        return None
    item, _, rule = found
    text = (MORE * (rule.limit // 2 // len(MORE.split()))).strip()
    return cell(site, "narrative", item, ("text", text), "none of its topics")


@kind("abbreviation", "CHK-125")
def abbreviation(site: Site) -> Planting | None:
    """Letters that nobody explains."""
    found = _section(site)
    if not found:
        return None
    text = f"{found[1].text} It was agreed with the QZXB."
    return cell(site, "narrative", found[0], ("text", text), "QZXB is not explained")


@kind("placeholder", "CHK-124")
def placeholder(site: Site) -> Planting | None:
    """Words that hold a place in the description or the name of a scheme."""
    words = site.rules.placeholder_words
    item = site.row() if words else 0
    field = "description" if site.has("schemes", "description") else "scheme_name"
    if not item:
        return None
    text = f"{getattr(site.get('schemes', item), field)} {words[0].upper()} at the next meeting"
    return cell(site, "schemes", item, (field, text), f"'{words[0].upper()}' holds a place")


@kind("personal-data", "CHK-126")
def personal_data(site: Site) -> Planting | None:
    """An e-mail address in a text that is published."""
    item = site.row()
    field = "description" if site.has("schemes", "description") else "scheme_name"
    if not item:
        return None
    text = f"{getattr(site.get('schemes', item), field)} {CONTACT}"
    return cell(site, "schemes", item, (field, text), "an e-mail address")
