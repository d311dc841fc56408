"""Form fields as NHS.UK components, and the page they make."""

from collections.abc import Mapping

from django import forms
from django.template import engines

from bettercare_web.nhsuk_forms import Mistake, Note, component, mistakes

TEMPLATE = (
    '{% from "nhsuk_forms.jinja" import field, fields, mistakes %}'
    "{{ mistakes(form) }}{{ fields(form) }}"
)


class Example(forms.Form):
    notes: Mapping[str, list[Note]] = {}
    row = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name <of> scheme", help_text="As the contract has it")
    amount = forms.DecimalField(label="Amount", widget=forms.TextInput({"prefix": "£"}))
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose"), ("Care", [("a", "Home"), ("b", "Nursing")]), ("o", "Other")],
    )
    when = forms.DateField(label="Day", widget=forms.SelectDateWidget, required=False)
    answer = forms.ChoiceField(
        label="Agreed", choices=[("Yes", "Yes"), ("No", "No")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Mon"), ("2", "Tue")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="I am sure", required=False)
    words = forms.CharField(label="Words", widget=forms.Textarea({"rows": 9}), required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    paper = forms.FileField(label="File", required=False)


def shown(form):
    return engines["jinja2"].from_string(TEMPLATE).render({"form": form})


def test_each_widget_has_its_component():
    form = Example()
    assert [component(bound).name for bound in form] == [
        "hidden",
        "input",
        "input",
        "select",
        "dateInput",
        "radios",
        "checkboxes",
        "checkboxes",
        "textarea",
        "passwordInput",
        "fileUpload",
    ]


def test_what_was_typed_stays_and_is_escaped():
    page = shown(Example({"name": '"><b>', "kind": "b", "answer": "No", "days": ["2"]}))
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert "<b>" not in page
    assert '<option value="b" selected>Nursing</option>' in page
    assert '<optgroup label="Care">' in page
    assert page.count(" checked") == 2


def test_a_mistake_is_said_at_its_field_and_above_with_a_link():
    form = Example({"row": "1", "amount": "x", "kind": "o", "answer": "Yes", "days": ["1"]})
    assert mistakes(form) == [
        Mistake("This field is required.", "#id_name"),
        Mistake("Enter a number.", "#id_amount"),
    ]
    page = shown(form)
    assert '<a href="#id_amount">Enter a number.</a>' in page
    assert 'id="id_amount-error"' in page
    assert 'aria-describedby="id_name-hint id_name-error"' in page


def test_a_date_is_typed_in_three_fields_that_django_reads():
    data = {"when_day": "31", "when_month": "2", "when_year": "2020"}
    form = Example(data)
    assert Mistake("Enter a valid date.", "#id_when_day") in mistakes(form)
    page = shown(form)
    assert 'id="id_when_day" name="when_day"' in page
    assert 'value="31"' in page and 'value="2020"' in page


def test_notes_are_beside_the_field_and_told_as_its_description():
    form = Example()
    form.notes = {"kind": [Note("warning", "Is this right?", "Choose another.")]}
    page = shown(form)
    assert "Is this right?" in page and "Choose another." in page
    assert 'aria-describedby="id_kind-notes"' in page


def test_no_id_stands_twice():
    page = shown(Example({"when_day": "1"}))
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
