"""The tabs of a template in print: the lines and words that stand under the title of each."""

from bettercare.formats.prints.pages import tab_titles, without_edges
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.wrapped_blocks import Words, words_of
from bettercare.labels import normalise
from bettercare.rounds import Round


class Tabs:
    """The lines of a printed template by the table whose tab they stand in; ``pages`` by line."""

    def __init__(self, paper: Paper, rules: Round) -> None:
        self.pages = {line.number: line.page for line in paper.lines}
        whole = without_edges(paper, rules)
        self._all = list(whole.lines)
        tables = {normalise(table.label): name for name, table in rules.tables.items()}
        titles = {first.number: second for first, second in tab_titles(whole, rules)}
        self._lines: dict[str, list[Line]] = {}
        table, skip = "", 0
        for line in self._all:
            if line.number in titles:
                second = titles[line.number]
                table, skip = tables.get(normalise(second.text), ""), second.number
            if line.number > skip:
                self._lines.setdefault(table, []).append(line)

    def lines(self, table: str) -> list[Line]:
        """The lines of the tab of a table; "" for those of no one table, such as the summary."""
        return self._lines.get(table, [])

    def words(self, table: str) -> Words:
        """The words of the tab of a table; all words for "", or where its title is not printed."""
        return words_of((table and self.lines(table)) or self._all)
