"""A form of lines: what is stored is filled in, and what was typed becomes edits of the plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from bettercare.rounds import Round
from bettercare_web.areas.doors import number_sent
from bettercare_web.nhsuk_forms import Note
from bettercare_web.plans.asked import Choices, Field, Line
from bettercare_web.plans.core import KINDS, record_of
from bettercare_web.plans.edits import (
    Add,
    Change,
    Edit,
    Remove,
    Unreadable,
    fields_of,
    with_fields,
)
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.rows import fields_before

# Apart from the paths of fields, one of which is "version".
ROW, VERSION, REMOVE = "_row", "_seen", "_remove"


class OpenChoice(forms.ChoiceField):
    """A list to choose from that keeps what stands there already; the checks judge it."""

    def valid_value(self, value: object) -> bool:  # noqa: ARG002
        """Take any text."""
        return True


class Filled(NamedTuple):
    """A line on the page: its parts of the form, and whether they can be changed."""

    line: Line
    inputs: tuple[BoundField, ...]
    hidden: tuple[BoundField, ...]
    editable: bool


class LinesForm(forms.Form):
    """The lines of a page as one form.

    ``may`` says whether a line can be changed. The inputs of a line are named after its key and
    the field's path, as "PR1-response"; beside them go the row and the version that were seen.
    ``prefixed`` is off on a page of one line, whose inputs are named by path alone.
    """

    def __init__(
        self,
        rules: Round,
        lines: Sequence[Line],
        may: Callable[[Line], bool],
        data: Mapping[str, Any] | None = None,
        *,
        prefixed: bool = True,
    ) -> None:
        super().__init__(data, auto_id="%s")
        self.rules = rules
        self.prefixed = prefixed
        self.notes: Mapping[str, Sequence[Note]] = {}  # what the checks say, by input
        self.lines = [(line, self._seen_as(line), may(line)) for line in lines]
        for line, seen_as, editable in self.lines:
            if editable and seen_as is not None:
                self._add(line, seen_as)

    @property
    def lines_only(self) -> list[Line]:
        """The lines, whether they can be changed or not."""
        return [line for line, _, _ in self.lines]

    @property
    def any_editable(self) -> bool:
        """Whether some line can be changed."""
        return any(editable for _, _, editable in self.lines)

    def name(self, key: str, path: str) -> str:
        """The name of an input."""
        return f"{key}-{path}" if self.prefixed else path

    def filled(self) -> Iterator[Filled]:
        """The lines for the page, each with its inputs."""
        for line, seen_as, editable in self.lines:
            if not editable or seen_as is None:
                yield Filled(line, (), (), editable=False)
                continue
            named = [self[self.name(seen_as, field.path)] for field in line.fields]
            if line.removable and line.row:
                named.append(self[self.name(seen_as, REMOVE)])
            hidden = tuple(self[self.name(seen_as, part)] for part in (ROW, VERSION))
            yield Filled(line, tuple(named), hidden, editable=True)

    def input_of(self, line: Line, path: str) -> str:
        """The name of the input of a field of a line."""
        found = [seen_as for one, seen_as, _ in self.lines if one.key == line.key]
        return self.name(found[0] or line.key, path) if found else ""

    def clean(self) -> dict[str, Any]:
        """Read every number as the library does, and say what to type where one is none."""
        found: dict[str, Any] = super().clean() or {}
        for line, seen_as, typed in self._typed():
            try:
                with_fields(self.rules, line.table, _record(line), typed)
            except Unreadable as error:
                for (_, path), words in error.problems.items():
                    self.add_error(self.name(seen_as, path), words)
        return found

    def changes(self) -> list[Change]:
        """What is to be done to the plan, after what was typed; nothing for lines left alone."""
        found: list[Change] = []
        for line, seen_as, typed in self._typed():
            if line.row and self.cleaned_data.get(self.name(seen_as, REMOVE)):
                version = self._version(line, seen_as)
                found.append(Remove(row_id=str(line.row.pk), version=version))
            elif typed := self._differing(line, seen_as, typed):
                found.append(self._change(line, seen_as, typed))
        return found

    def gone(self) -> list[str]:
        """The rows that this form was about and that are no longer there, by id."""
        seen = {str(line.row.pk) for line, _, _ in self.lines if line.row}
        posted = [text for name, text in self.data.items() if name.endswith(f"-{ROW}") and text]
        return [one for one in posted if one not in seen]

    def _change(self, line: Line, seen_as: str, typed: Mapping[str, str]) -> Change:
        if line.row is None:
            return Add(table=line.table, fields={**line.given, **typed})
        version = self._version(line, seen_as)
        return Edit(row_id=str(line.row.pk), version=version, fields=typed)

    def _seen_as(self, line: Line) -> str | None:
        """The key under which a line came in; ``None`` where the page that was sent had it not.

        A line that was new on the page and meanwhile has a row is the same line still.
        """
        if not self.is_bound or not self.prefixed:
            return line.key
        if line.row and str(line.row.pk) in self._posted:
            return self._posted[str(line.row.pk)]
        return line.key if self.data.get(f"{line.key}-{ROW}") == "" else None

    @property
    def _posted(self) -> dict[str, str]:
        ending = f"-{ROW}"
        return {
            str(text): name.removesuffix(ending)
            for name, text in self.data.items()
            if name.endswith(ending) and text
        }

    def _add(self, line: Line, seen_as: str) -> None:
        for field in line.fields:
            self.fields[self.name(seen_as, field.path)] = form_field(line, field)
        hidden = forms.CharField(required=False, widget=forms.HiddenInput)
        for part, value in ((ROW, line.row.pk if line.row else ""), (VERSION, _now(line))):
            self.fields[self.name(seen_as, part)] = hidden
            self.initial[self.name(seen_as, part)] = str(value)
        if line.removable and line.row:
            self.fields[self.name(seen_as, REMOVE)] = forms.BooleanField(
                label="Remove this line", required=False
            )

    def _typed(self) -> Iterator[tuple[Line, str, dict[str, str]]]:
        """Of each line that can be changed, the fields that do not show what the person saw."""
        for line, seen_as, editable in self.lines:
            if editable and seen_as is not None:
                seen = self._seen(line, seen_as)
                typed = {
                    field.path: _tidy(self.cleaned_data.get(self.name(seen_as, field.path)))
                    for field in line.fields
                }
                kinds = {field.path: field.kind for field in line.fields}
                yield (
                    line,
                    seen_as,
                    {
                        path: text
                        for path, text in typed.items()
                        if text != _tidy(shown(kinds[path], seen.get(path, "")))
                    },
                )

    def _differing(self, line: Line, seen_as: str, typed: Mapping[str, str]) -> dict[str, str]:
        """What was typed that says something else than what the person saw."""
        after = fields_of(with_fields(self.rules, line.table, _record(line), typed))
        seen = self._seen(line, seen_as)
        return {path: text for path, text in typed.items() if (after.get(path) or "") != seen[path]}

    def _seen(self, line: Line, seen_as: str) -> dict[str, str]:
        """The fields of a line as they stood at the version that the person saw."""
        if line.row is None:
            return {field.path: "" for field in line.fields}
        version = self._version(line, seen_as)
        if version == line.row.version:
            return {field.path: line.written(field.path) for field in line.fields}
        before = fields_before(line.row, version)
        return {
            field.path: before.get(field.path) or before.get(f"written.{field.path}") or ""
            for field in line.fields
        }

    def _version(self, line: Line, seen_as: str) -> int:
        posted = str(self.data.get(self.name(seen_as, VERSION), ""))
        return min(number_sent(posted, 0), line.row.version if line.row else 0)


def form_field(line: Line, field: Field) -> forms.Field:
    """The form field of something to fill in, with what is stored."""
    initial = shown(field.kind, line.written(field.path))
    common: dict[str, Any] = {
        "label": field.label,
        "required": False,
        "initial": initial,
        "help_text": field.hint,
    }
    if field.kind in {"choice", "answer"}:
        widget = forms.RadioSelect if field.kind == "answer" else forms.Select
        choices = with_written(field.choices, initial, blank=field.kind == "choice")
        return OpenChoice(widget=widget, choices=choices, **common)
    if field.kind == "long":
        size = {"rows": 16, "maxwords": field.words} if field.words else {"rows": 3}
        return forms.CharField(widget=forms.Textarea(size), **common)
    asked: dict[str, Any] = {**WIDGETS.get(field.kind, {})}
    if field.suggestions:
        asked["suggestions"] = field.suggestions
    return forms.CharField(widget=forms.TextInput(asked), **common)


WIDGETS: Mapping[str, dict[str, Any]] = {
    "money": {"prefix": "£", "inputmode": "decimal", "width": "10"},
    "number": {"inputmode": "decimal", "width": "10"},
    "share": {"inputmode": "decimal", "width": "5"},
}


def with_written(choices: Choices, written: str, *, blank: bool) -> list[Any]:
    """The choices of a list with a blank one, and with what is written where that is no choice."""
    labels = {
        label
        for value, text in choices
        for label in ([one for one, _ in text] if isinstance(text, tuple) else [value])
    }
    kept = [(written, f"{written} (as written now)")] if written and written not in labels else []
    return [*([("", "Not given")] if blank else []), *kept, *choices]


def _tidy(text: object) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


def _now(line: Line) -> int:
    return line.row.version if line.row else 0


def _record(line: Line) -> Any:
    return record_of(line.row) if line.row else KINDS[line.table]()
