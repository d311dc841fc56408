"""The published report as HTML and as Markdown: no script, nothing fetched, readable in print."""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from bettercare.equity.auditing import Audit
from bettercare.equity.data import audit_csv, audit_json
from bettercare.equity.picture import picture
from bettercare.equity.sections import Section, sections
from bettercare.equity.words import headline
from bettercare.errors import UnreadableFile

STYLE = """
body { font: 1rem/1.5 Arial, sans-serif; color: #212b32; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0;
         border-bottom: 1px solid #aeb7bd; }
svg { max-width: 100%; height: auto; } .wide { overflow-x: auto; }
""".strip()


def audit_html(audit: Audit) -> str:
    """A whole page, its heading the answer."""
    answer = escape(headline(audit))
    title = escape(audit.title or "Equity audit")
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{answer} – {title}</title>\n<style>\n{STYLE}\n</style>",
            "</head>\n<body>\n<main>",
            f"<p>{title}</p>\n<h1>{answer}</h1>",
            picture(audit),
            *(part for section in sections(audit) for part in _html(section)),
            "</main>\n</body>\n</html>\n",
        )
    )


def _html(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    yield from (f"<p>{escape(words)}</p>" for words in section.words if words)
    if section.table:
        head, *rows = section.table
        cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        yield f'<div class="wide" tabindex="0">\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>'
        for first, *rest in rows:
            others = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
            yield f'<tr><th scope="row">{escape(first)}</th>{others}</tr>'
        yield "</tbody>\n</table>\n</div>"


def audit_markdown(audit: Audit) -> str:
    """The same as Markdown.

    >>> from bettercare.equity.records import Inputs
    >>> from bettercare.equity.auditing import audit
    >>> made = audit_markdown(audit(Inputs(services=(), people=())))
    >>> made.splitlines()[0]
    '# No services were given.'
    """
    parts = [f"# {_plain(headline(audit))}"]
    for section in sections(audit):
        parts += [f"## {_plain(section.title)}", *map(_plain, filter(None, section.words))]
        if section.table:
            head, *rows = section.table
            lines = [head, ("---",) * len(head), *rows]
            parts.append("\n".join(f"| {' | '.join(map(_plain, line))} |" for line in lines))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: no tags, tables or links of its own."""
    safe = escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{letter}" if letter in r"\`*_[]|#" else letter for letter in safe)


WRITERS: dict[str, Callable[[Audit], str]] = {
    ".html": audit_html,
    ".md": audit_markdown,
    ".csv": lambda found: "\ufeff" + audit_csv(found),
    ".json": lambda found: audit_json(found, release=True) + "\n",
}


def check_target(path: Path, *, force: bool = False) -> None:
    """Raises ``UnreadableFile`` where a report cannot be written there."""
    if path.suffix.lower() not in WRITERS:
        raise UnreadableFile(f"Cannot write {path.name}: end it in {', '.join(WRITERS)}.")
    if path.exists() and not force:
        raise UnreadableFile(f"Cannot write {path.name}: it is there already. Add --force.")


def write_report(audit: Audit, path: Path, *, force: bool = False) -> None:
    """Write the published report in the form that the file's name ends in."""
    check_target(path, force=force)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(WRITERS[path.suffix.lower()](audit))
    except OSError as error:
        raise UnreadableFile(f"Cannot write {path.name}: {error.strerror}.") from error
