"""Which NHS.UK component shows a form field, and the parameters of its macro."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join

Params = dict[str, Any]
# What a widget's attrs may say that is a parameter of the macro and no attribute of the input.
ASKED = (
    *("prefix", "suffix", "width", "rows", "autocomplete", "inputmode"),
    *("maxwords", "left", "suggestions"),
)
COUNTED = "nhsuk-js-character-count"


class Note(NamedTuple):
    """Something to know about a field that is no mistake in the form, such as a finding.

    ``state`` is error, warning or information; ``more`` says how to put it right.
    """

    state: str
    text: str
    more: str = ""


class Component(NamedTuple):
    """The NHS.UK component of a field: the name of its macro, and what to give it."""

    name: str
    params: Params
    notes: tuple[Note, ...] = ()


def component(bound: BoundField) -> Component:
    """The component that shows a bound field, by its widget.

    >>> class Form(forms.Form):
    ...     name = forms.CharField(label="Your name")
    >>> shown = component(Form()["name"])
    >>> shown.name, shown.params["label"]["text"]
    ('input', 'Your name')
    """
    widget = bound.field.widget
    notes = notes_of(bound)
    for kinds, make in MAKERS:
        if isinstance(widget, kinds):
            name, params = make(bound)
            return Component(name, _with_notes(name, params, notes, bound), notes)
    name, params = _input(bound)
    return Component(name, _with_notes(name, params, notes, bound), notes)


def notes_of(bound: BoundField) -> tuple[Note, ...]:
    """What the form of a field has to say beside it."""
    held: Mapping[str, Iterable[Note]] = getattr(bound.form, "notes", {})
    return tuple(held.get(bound.name, ()))


def anchor(bound: BoundField) -> str:
    """The id of the input that gets the focus when somebody follows a link to the field."""
    if isinstance(bound.field.widget, forms.SelectDateWidget):
        return f"{bound.auto_id}_day"
    return str(bound.auto_id)


def _with_notes(name: str, params: Params, notes: tuple[Note, ...], bound: BoundField) -> Params:
    """The parameters with the notes told to screen readers as belonging to the input."""
    if not notes:
        return params
    told = f"{bound.auto_id}-notes"
    if name in {"radios", "checkboxes", "dateInput"} and "fieldset" in params:
        return {**params, "fieldset": {**params["fieldset"], "describedBy": told}}
    return {**params, "describedBy": f"{params.get('describedBy', '')} {told}".strip()}


def _common(bound: BoundField) -> Params:
    params: Params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": str(bound.label), "classes": "nhsuk-label--s"},
    }
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(one) for one in bound.errors)}
    return params | _asked(bound.field.widget.attrs)


def _asked(attrs: Mapping[str, Any]) -> Params:
    params: Params = {key: attrs[key] for key in ASKED if key in attrs}
    if "class" in attrs:
        params["classes"] = attrs["class"]
    rest = {key: value for key, value in attrs.items() if key not in {*ASKED, "class"}}
    return params | ({"attributes": rest} if rest else {})


def _grouped(bound: BoundField) -> Params:
    """The parameters of a field of several inputs: a legend in place of the label."""
    params = _common(bound)
    params.pop("label")
    params.pop("id")  # the first input takes it, from idPrefix
    legend = {"text": str(bound.label), "classes": "nhsuk-fieldset__legend--s"}
    return {**params, "idPrefix": bound.auto_id, "fieldset": {"legend": legend}}


def _shown(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _input(bound: BoundField) -> tuple[str, Params]:
    params = {**_common(bound), "value": _shown(bound)}
    if isinstance(bound.field, forms.DecimalField | forms.IntegerField):
        params.setdefault("inputmode", "decimal")
        params.setdefault("width", "10")
    if isinstance(bound.field.widget, forms.EmailInput):
        params |= {"type": "email", "spellcheck": False}
        params.setdefault("autocomplete", "email")
    return "input", _suggesting(params)


def _suggesting(params: Params) -> Params:
    """An input with words to choose from, in which anything else can be typed too."""
    words = params.pop("suggestions", ())
    if not words:
        return params
    name = f"{params['id']}-words"
    options = format_html_join("", '<option value="{}"></option>', ((one,) for one in words))
    group = {"afterInput": {"html": format_html('<datalist id="{}">{}</datalist>', name, options)}}
    attributes = {**params.get("attributes", {}), "list": name}
    return {**params, "attributes": attributes, "formGroup": group}


def _password(bound: BoundField) -> tuple[str, Params]:
    return "passwordInput", _common(bound)


def _area(bound: BoundField) -> tuple[str, Params]:
    params = {**_common(bound), "value": _shown(bound)}
    params.setdefault("rows", 5)
    attributes = params.get("attributes", {})
    kept = {key: value for key, value in attributes.items() if key != "cols"}
    return "textarea", _counted({**params, "attributes": kept})


def _counted(params: Params) -> Params:
    """A text with a limit of words, counted while it is typed.

    ``left`` says it without script. The design system's own macro cannot name notes of the input.
    """
    limit, left = params.pop("maxwords", 0), params.pop("left", "")
    if not limit:
        return params
    said = left or f"At most {limit:,} words."
    info = f"{params['id']}-info"
    counts = "nhsuk-character-count"
    hint = format_html('<div class="nhsuk-hint {}__message" id="{}">{}</div>', counts, info, said)
    group = {
        "classes": counts,
        "attributes": {"data-module": counts, "data-maxwords": limit, "data-count-type": "words"},
        "afterInput": {"html": hint},
    }
    return {**params, "classes": COUNTED, "formGroup": group, "describedBy": info}


def _file(bound: BoundField) -> tuple[str, Params]:
    return "fileUpload", _common(bound)


def _date(bound: BoundField) -> tuple[str, Params]:
    """Day, month and year, each typed; the names are those that Django's widget reads."""
    params = _grouped(bound)
    name = params.pop("name")
    params.pop("idPrefix")
    year, month, day = (*_shown(bound).split("-"), "", "", "")[:3]
    items = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{name}_{part}",
            "label": part.capitalize(),
            "value": "" if value == "0" else value,
            "classes": f"nhsuk-input--width-{4 if part == 'year' else 2}",
        }
        for part, value in (("day", day), ("month", month), ("year", year))
    ]
    return "dateInput", {**params, "id": bound.auto_id, "items": items}


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {"" if one is None else str(one) for one in values}


def _options(bound: BoundField) -> list[Params]:
    chosen = _chosen(bound)
    made = []
    for value, text in getattr(bound.field, "choices", ()):
        key = "" if value is None else str(value)
        made.append({"value": key, "text": str(text), "checked": key in chosen})
    return made


def _radios(bound: BoundField) -> tuple[str, Params]:
    items = [one for one in _options(bound) if one["value"] != ""]
    return "radios", {**_grouped(bound), "items": items}


def _checkboxes(bound: BoundField) -> tuple[str, Params]:
    return "checkboxes", {**_grouped(bound), "items": _options(bound)}


def _checkbox(bound: BoundField) -> tuple[str, Params]:
    """One box on its own: its label is beside it, and it needs no legend."""
    params = _common(bound)
    label = params.pop("label")["text"]
    params.pop("id")
    item = {"value": "on", "text": label, "checked": bool(bound.value())}
    return "checkboxes", {**params, "idPrefix": bound.auto_id, "items": [item]}


def _select(bound: BoundField) -> tuple[str, Params]:
    """A list to choose from; choices within choices become groups with a name."""
    chosen = _chosen(bound)
    groups: list[tuple[str, list[Params]]] = []
    for value, text in getattr(bound.field, "choices", ()):
        if isinstance(text, list | tuple):
            groups.append((str(value), [_option(*one, chosen=chosen) for one in text]))
        else:
            if not groups or groups[-1][0]:
                groups.append(("", []))
            groups[-1][1].append(_option(value, text, chosen=chosen))
    params = _common(bound)
    return "select", {**params, "groups": groups}


def _option(value: object, text: object, *, chosen: set[str]) -> Params:
    key = "" if value is None else str(value)
    return {"value": key, "text": str(text), "selected": key in chosen}


def _hidden(bound: BoundField) -> tuple[str, Params]:
    return "hidden", {"id": bound.auto_id, "name": bound.html_name, "value": _shown(bound)}


# From special to general: the first that fits a widget makes its component.
MAKERS: tuple[tuple[Any, Callable[[BoundField], tuple[str, Params]]], ...] = (
    (forms.HiddenInput, _hidden),
    (forms.PasswordInput, _password),
    (forms.Textarea, _area),
    (forms.FileInput, _file),
    (forms.SelectDateWidget, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (forms.Select, _select),
)
