"""The forms of notes and answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bettercare_web.areas.models import Person
from bettercare_web.conversations.actions import LONGEST, About, Asked

PLAN = "plan"  # what a note is about, where it is about the whole of it
MENTION = "To name somebody, write @ and their name. No details about patients or residents."
TOO_LONG = f"Shorten this to {LONGEST:,} letters or fewer"


class Text(forms.Form):
    """A text, and nothing else: an answer."""

    text = forms.CharField(
        label="Your answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write your answer", "max_length": TOO_LONG},
    )


class Giving(forms.Form):
    """Who is to answer, and until when."""

    owner = forms.ChoiceField(label="Who should answer", required=False)
    due = forms.DateField(
        label="Answer by",
        required=False,
        widget=forms.DateInput(attrs={"width": "10"}),
        input_formats=["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"],
        help_text="For example, 27/9/2019",
        error_messages={"invalid": "Write the day like 27/9/2019"},
    )

    def __init__(self, people: Sequence[Person], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.people = {str(one.pk): one for one in people}
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody"), *((key, one.name) for key, one in self.people.items())]

    def asked(self) -> Asked:
        """Who is asked, of a form that is right."""
        return Asked(
            owner=self.people.get(self.cleaned_data["owner"]), due=self.cleaned_data["due"]
        )


class Writing(Giving):
    """A note or query: what it is about, its text, and who is asked."""

    about = forms.ChoiceField(label="What it is about")
    text = forms.CharField(
        label="Note or question",
        max_length=LONGEST,
        help_text=MENTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your note or question", "max_length": TOO_LONG},
    )
    field_order = ("about", "text", "owner", "due")

    def __init__(
        self,
        people: Sequence[Person],
        places: Mapping[str, Sequence[tuple[str, str]]],
        data: Any = None,
        **more: Any,
    ) -> None:
        super().__init__(people, data, **more)
        about: Any = self.fields["about"]
        about.choices = [
            (name, list(options)) if name else options[0] for name, options in places.items()
        ]

    def place(self) -> About:
        """What the note is about, of a form that is right."""
        about = str(self.cleaned_data["about"])
        table, _, rest = ("" if about == PLAN else about).partition("/")
        row, _, field = rest.partition("/")
        return About(table=table, row=row, field=field)
