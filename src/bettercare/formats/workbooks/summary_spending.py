"""The blocks of the summary about what money is planned for, and the words of the narrative."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.formats.workbooks.lists import number_in
from bettercare.formats.workbooks.summary_words import LIMIT
from bettercare.formats.workbooks.sums import Block, Cell, Row, Sums
from bettercare.rounds import CodeList, Item


def spending_blocks(sums: Sums) -> Iterator[Block]:
    """Planned expenditure by each list of the round."""
    rules = sums.rules
    yield _by(sums, "scheme_type", "scheme type", rules.scheme_types)
    yield _by(sums, "area_of_spend", "area of spend", rules.areas_of_spend)
    minimum = next((code for code, one in rules.sources.items.items() if one.kind == "minimum"), "")
    if minimum:
        yield _from_minimum(sums, minimum)
    yield _by(sums, "provider", "provider", rules.providers)
    yield _by(sums, "commissioner", "commissioner", rules.commissioners)


def word_block(sums: Sums) -> Block:
    """Words of each section of the narrative, and words left under its limit."""
    rows = []
    for number, (code, section) in enumerate(sums.rules.narrative.items(), 1):
        words = f"SUMIFS(narrative_words,narrative_about_no,{number})"
        left, limit = f"{section.limit}-{{left1}}", Decimal(section.limit)
        both = (
            sums.cell(f"words.{code}", words)._replace(unit="words"),
            sums.cell(f"words.{code}.remaining", left, limit)._replace(unit="words"),
        )
        rows.append(sums.row(section.label, *both)._replace(words=LIMIT))
    return Block("Words of the narrative", ("Words", "Words left"), tuple(rows))


def _by(sums: Sums, family: str, noun: str, known: CodeList[Item]) -> Block:
    rows = [
        sums.row(
            item.label,
            *(
                sums.cell(working.id(f"{family}.{code}"), _one(sums, working, family, code, known))
                for working in sums.years
            ),
        )
        for code, item in known.items.items()
    ]
    rows.append(_rest(sums, family, noun, len(rows)))
    return _with_shares(sums, Block(f"Planned expenditure by {noun}", sums.year_heads, tuple(rows)))


def _with_shares(sums: Sums, block: Block) -> Block:
    """The share of all planned expenditure beside each sum; only where one year leaves room."""
    if len(sums.years) > 1:
        return block
    total = sums.all(sums.years[0], "schemes")
    formula, of = f'IF({total}=0,"",{{left1}}/{total})', sums.years[0].total_expenditure
    rows = (
        row._replace(cells=(*row.cells, _share(formula, row.cells[0], of))) for row in block.rows
    )
    return block._replace(heads=(*block.heads, "Share of all"), rows=tuple(rows))


def _share(formula: str, part: Cell | None, of: Decimal) -> Cell:
    value = part.value / of if of and part and part.value is not None else None
    return Cell("", formula, value, "fraction")


def _rest(sums: Sums, family: str, noun: str, above: int) -> Row:
    """What is left: the rows whose label is blank or not known."""
    cells = (
        sums.cell(
            working.id(f"{family}.not_placed"),
            f"ROUND({sums.all(working, 'schemes')}-SUM({{up{above}}}:{{up1}}),6)",
        )
        for working in sums.years
    )
    rule = f"All planned expenditure, less what is above: the {noun} is blank or not known."
    return sums.row("Blank or not known", *cells, rule=rule)


def _one(sums: Sums, working: Calculations, family: str, code: str, known: CodeList[Item]) -> str:
    own = sums.of(working, "schemes", **{f"{family}_no": number_in(known, code)})
    return own + _shared(sums, working, code) if family == "commissioner" else own


def _shared(sums: Sums, working: Calculations, code: str) -> str:
    """What Joint rows that state shares add to a commissioner, or take from it."""
    stated, to_nhs = (sums.column(part, working) for part in ("stated", "to_nhs"))
    found = ""
    for number, (own, one) in enumerate(sums.rules.commissioners.items.items(), 1):
        if one.nhs_counts != "share":
            continue
        all_of, nhs = (f"SUMIFS({s},schemes_commissioner_no,{number})" for s in (stated, to_nhs))
        found += f"+{nhs}" if one.nhs_part == code else ""
        found += f"+{all_of}-{nhs}" if one.la_part == code else ""
        found += f"-{all_of}" if own == code else ""
    return found


def _from_minimum(sums: Sums, source: str) -> Block:
    """What the NHS minimum pays for in each area of spend."""
    areas, number = sums.rules.areas_of_spend, sums.source(source)
    rows = [
        sums.row(
            area.label,
            *(
                sums.cell(
                    working.id(f"from_minimum.{code}"),
                    sums.of(
                        working,
                        "schemes",
                        source_of_funding_no=number,
                        area_of_spend_no=number_in(areas, code),
                    ),
                )
                for working in sums.years
            ),
        )
        for code, area in areas.items.items()
    ]
    title = f"Planned from the {sums.rules.sources.name(source)}, by area of spend"
    return Block(title, sums.year_heads, tuple(rows))
