"""What is worked out beside the lines of the other tables: income, words, rates, what is asked."""

from collections.abc import Callable, Mapping, Sequence

from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.completeness import word_count
from bettercare.calculations.metrics import kind_of, part_of, rate, slot_of
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.grid import plain
from bettercare.formats.workbooks.lists import distinct, number_in, numbers_of
from bettercare.formats.workbooks.styles import RATE, WHOLE, WORDS, WORKED
from bettercare.formats.workbooks.worked import WorkedColumns
from bettercare.formats.workbooks.worked_schemes import add_worked as add_to_schemes
from bettercare.plan.keyed import KEY_FIELDS, keyed
from bettercare.rounds.metric_rules import Metric

# White space that texts have in a cell; what is left of it after these is single spaces.
BREAKS = ("CHAR(9)", "CHAR(10)", "CHAR(13)", "_xlfn.UNICHAR(160)")


def add_worked(build: Build, table: str, to: WorkedColumns) -> None:
    """Add the columns that go with a table."""
    make = MAKERS.get(table)
    if make:
        make(build, to)


def _income(build: Build, to: WorkedColumns) -> None:
    """The number of what a line is of, and of the source that it belongs to."""
    rules, texts = build.rules, build.texts("income", "source_of_funding")
    items = rules.income_names
    item_of = numbers_of(items, texts)
    source_of = {
        text: number_in(rules.sources, rules.source_of_income(text)[0].accepted) for text in item_of
    }
    lines = build.whole.lines
    codes = [line.part or line.source.accepted for line in lines]
    cell = to["source_of_funding"]
    lookup = build.lists.lookup
    to.add("item_no", lookup("income", item_of, cell), [number_in(items, one) for one in codes])
    to.add(
        "source_no",
        lookup("income_sources", source_of, cell),
        [number_in(rules.sources, line.source.accepted) for line in lines],
    )


def _narrative(build: Build, to: WorkedColumns) -> None:
    """The title of each section, its words, and how many are left."""
    numbers = add_numbers(build, "narrative", to)
    if build.rules.narrative:
        _show_about(build, "narrative", to, "What it is about", numbers, 44.0)
    counts = [word_count(plain(text or "")) for text in build.texts("narrative", "text")]
    to.show("words", "Words", words_of(to["text"]), counts, 0, WHOLE_NUMBER, 11.0)
    if build.rules.narrative:
        _show_limits(build, to, numbers, counts)


def _show_limits(
    build: Build, to: WorkedColumns, numbers: Sequence[int], counts: Sequence[int]
) -> None:
    """The words left under the limit of each section, over all the texts of it."""
    here, words = to["about_no"], to["words"]
    limits = [one.limit for one in build.rules.narrative.values()]
    pairs = list(zip(numbers, counts, strict=True))
    of_section = {one: sum(count for n, count in pairs if n == one) for one in numbers}
    left = build.lists.column("narrative_limits", limits)
    rest = f"INDEX({left},{here})-SUMIFS(narrative_words,narrative_about_no,{here})"
    lefts = [limits[n - 1] - of_section[n] if n else "" for n in numbers]
    to.show("words_left", "Words left", f'IF({here}=0,"",{rest})', lefts, "", WHOLE_NUMBER, 11.0)
    over, short = to["words_left"], [one if isinstance(one, int) else 0 for one in lefts]
    to.show(
        "within",
        "Against the limit",
        f'IF(N({over})<0,"Over by "&-{over}&" words",IF({words}=0,"","Within the limit"))',
        [
            f"Over by {-rest:.0f} words" if rest < 0 else "Within the limit" if count else ""
            for rest, count in zip(short, counts, strict=True)
        ],
        "",
        WORDS,
        20.0,
    )


WHOLE_NUMBER = WORKED | {"num_format": WHOLE}


def words_of(cell: str) -> str:
    """The formula of the words between white space in a cell.

    >>> words_of("$C5").startswith("IF(LEN(TRIM(SUBSTITUTE(")
    True
    """
    text = cell
    for sign in BREAKS:
        text = f'SUBSTITUTE({text},{sign}," ")'
    text = f"TRIM({text})"
    return f'IF(LEN({text})=0,0,LEN({text})-LEN(SUBSTITUTE({text}," ",""))+1)'


def add_numbers(build: Build, table: str, to: WorkedColumns) -> list[int]:
    """Add the number of what each line is about, as our own reading takes it; gives the numbers."""
    found = keyed(build.whole.plan, build.rules, table)
    records = build.records(table)
    place = {code: number for number, code in enumerate(found.known, 1)}
    numbers = [0] * len(records)
    for code, lines in found.lines.items():
        for item, _ in lines:
            numbers[item - 1] = place[code]
    formulas = []
    for field in KEY_FIELDS[table]:
        texts = {getattr(r, field) or "": n for r, n in zip(records, numbers, strict=True) if n}
        known = distinct(numbers_of(found.known, ()) | texts)
        name = f"{table}_{field}"
        formulas.append(build.lists.lookup(name, known, to[field]))
    plainest, *others = formulas
    formula = f"IF({plainest}>0,{plainest},{others[0]})" if others else plainest
    to.add("about_no", formula, numbers)
    return numbers


def _show_about(
    build: Build, table: str, to: WorkedColumns, head: str, numbers: Sequence[int], width: float
) -> None:
    """What a line is about, in the words of the round."""
    words = ABOUT[table](build)
    texts = build.lists.column(f"about_{table}", words)
    here = to["about_no"]
    values = [words[number - 1] if number else "" for number in numbers]
    formula = f'IF({here}=0,"",INDEX({texts},{here}))'
    to.show("about", head, formula, values, "", WORDS, width)


ABOUT: Mapping[str, Callable[[Build], list[str]]] = {
    "narrative": lambda build: [
        f"{one.label} (at most {one.limit:,} words)" for one in build.rules.narrative.values()
    ],
    "requirements": lambda build: [
        "\n".join((one.label, *(f"- {ask}" for ask in one.enquiry)))
        for one in build.rules.requirements.values()
    ],
    "conditions": lambda build: [
        f"{one.label}. {one.words}" for one in build.rules.national_conditions.values()
    ],
}


def _asked(table: str, head: str) -> Callable[[Build, WorkedColumns], None]:
    """What each line asks, looked up by its code."""

    def add(build: Build, to: WorkedColumns) -> None:
        _show_about(build, table, to, head, add_numbers(build, table, to), 70.0)

    return add


def _conditions(build: Build, to: WorkedColumns) -> None:
    """What each condition says, and which year of the round the line is about (0 for all)."""
    numbers = add_numbers(build, "conditions", to)
    _show_about(build, "conditions", to, "What it asks for", numbers, 60.0)
    known, texts = build.rules.yes_or_no, build.texts("conditions", "response")
    values = [number_in(known, known.match(text).accepted) for text in texts]
    lookup = build.lists.lookup("responses", numbers_of(known, texts), to["response"])
    to.add("response_no", lookup, values)
    if "year" in to:
        add_years(build, "conditions", to)


def add_years(build: Build, table: str, to: WorkedColumns) -> None:
    """Add the number of the round's year that a line is about; 0 where it names none."""
    years = CodedYears(build, table)
    to.add("year_no", build.lists.lookup(f"{table}_years", years.texts, to["year"]), years.numbers)


class CodedYears:
    """The years of the round by each way that a table writes them."""

    def __init__(self, build: Build, table: str) -> None:
        from bettercare.dates import short_year  # noqa: PLC0415

        years = build.rules.years
        texts = build.texts(table, "year")
        written = {y: n for n, y in enumerate(years, 1)}
        written |= {y.replace("-", "/"): n for y, n in written.items()}
        self.numbers = [number_in(years, short_year(text or "")) for text in texts]
        pairs = zip(texts, self.numbers, strict=True)
        self.texts = distinct(written | {text or "": n for text, n in pairs if n})


def _only_numbers(table: str) -> Callable[[Build, WorkedColumns], None]:
    def add(build: Build, to: WorkedColumns) -> None:
        add_numbers(build, table, to)

    return add


def _metrics(build: Build, to: WorkedColumns) -> None:
    """Which metric and which year or period a line is about, and its rate."""
    working, rules = build.whole, build.rules
    lines, names = working.metric_lines, rules.metric_names
    codes = [line.metric.accepted for line in lines]
    numbers = [number_in(names, code) for code in codes]
    texts = numbers_of(names, build.texts("metrics", "metric"))
    number = to.add("metric_no", build.lists.lookup("metrics", texts, to["metric"]), numbers)
    slots = MetricSlots(build)
    key = f'{number}&"|"&TRIM({to["year"]})&"|"&TRIM({to["period"]})'
    to.add("slot_no", build.lists.lookup("slots", slots.texts, key), slots.numbers)
    plain_part = f'AND(LEN({to["part"]})=0,LOWER(TRIM({to["kind"]}))<>"baseline")'
    of_whole = [int(part_of(working, one) == "" and kind_of(one) != "baseline") for one in lines]
    to.add("of_whole", f"--{plain_part}", of_whole, 1)
    scales = build.lists.column("metric_scales", [_scale(one) for one in rules.metrics.values()])
    scale = to.add(
        "scale",
        f"IF({number}=0,0,INDEX({scales},{number}))",
        [_scale(rules.metrics[code]) if code else 0 for code in codes],
    )
    top, bottom = to["numerator"], to["denominator"]
    known = f"AND({scale}>0,ISNUMBER({top}),N({bottom})>0)"
    values = [_rate(build, line) for line in lines]
    to.show("rate", "Rate", f'IF({known},{top}*{scale}/{bottom},"")', values, "", OF_RATE, 14.0)


OF_RATE = WORKED | {"num_format": RATE}


def _scale(metric: Metric) -> int:
    return metric.scale if metric.collected == "ratio" else 0


def _rate(build: Build, line: CodedMetric) -> str | float:
    code = line.metric.accepted
    if code is None or build.rules.metrics[code].collected != "ratio":
        return ""
    found = rate(line, build.rules.metrics[code])
    return "" if found is None else float(found)


class MetricSlots:
    """The years and periods that each metric is asked for, numbered over all metrics."""

    def __init__(self, build: Build) -> None:
        rules, lines = build.rules, build.whole.metric_lines
        place = {code: number for number, code in enumerate(rules.metrics, 1)}
        pairs = [(code, slot) for code, one in rules.metrics.items() for slot in one.slots]
        self.of = {pair: number for number, pair in enumerate(pairs, 1)}
        found: dict[str, int] = {}
        for (code, slot), number in self.of.items():
            year, _, period = slot.partition(" ")
            for written in (year, year.replace("-", "/")):
                found[f"{place[code]}|{written}|{period}"] = number
        self.numbers = []
        for line in lines:
            code, record = line.metric.accepted or "", line.line
            number = self.of.get((code, slot_of(line)), 0)
            self.numbers.append(number)
            if number:
                key = f"{place[code]}|{(record.year or '').strip()}|{(record.period or '').strip()}"
                found[key] = number
        self.texts = distinct(found)


MAKERS: Mapping[str, Callable[[Build, WorkedColumns], None]] = {
    "schemes": add_to_schemes,
    "income": _income,
    "narrative": _narrative,
    "metrics": _metrics,
    "requirements": _asked("requirements", "What is looked for"),
    "conditions": _conditions,
    "hicm": _only_numbers("hicm"),
    "sign_off": _only_numbers("sign_off"),
    "answers": _only_numbers("answers"),
}
