"""The forms of signing, approving and submitting; what they mean is checked in the actions."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django import forms

from bettercare_web.areas.models import Person
from bettercare_web.versions.actions.approving import DELEGATED, MEETING

LONDON = ZoneInfo("Europe/London")


class NameForm(forms.Form):
    """What to call a version."""

    name = forms.CharField(
        label="Name it, so that others know it later",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20"}),
    )


class SignForm(forms.Form):
    """That somebody has read what they sign; the hash is of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    role = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label="I have read what my signature covers, and I sign it",
        error_messages={"required": "Tick the box to say that you have read it"},
    )


class DelegateForm(forms.Form):
    """To whom, until when, and by which document."""

    role = forms.CharField(widget=forms.HiddenInput)
    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who signs for you?",
        empty_label="Choose a colleague",
        error_messages={
            "required": "Choose who signs for you",
            "invalid_choice": "Choose somebody of your own organisation",
        },
    )
    until = forms.DateField(
        label="Until which day?",
        help_text="60 days at most. For example, 27/9/2019.",
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}),
        error_messages={
            "required": "Enter the last day",
            "invalid": "Enter a day, such as 27 September 2019",
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
    )
    document = forms.CharField(
        label="Which document or minute lets them?",
        max_length=300,
        error_messages={"required": "Name the document or minute"},
    )

    def moment(self) -> datetime:
        """The end of the day that was given, in London, as a moment."""
        return datetime.combine(self.cleaned_data["until"], time(23, 59, 59), LONDON).astimezone(
            UTC
        )


class ApprovalForm(forms.Form):
    """How, when and in which minute the board approved."""

    how = forms.ChoiceField(
        label="How did the board approve the plan?",
        choices=[
            (MEETING, "At a meeting"),
            (DELEGATED, "It let somebody approve for it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the board approved the plan"},
    )
    meeting = forms.DateField(
        label="On which day was the meeting?",
        help_text="For example, 27/9/2019. If it let somebody approve, the day on which it did.",
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}),
        error_messages={
            "required": "Enter the day of the meeting",
            "invalid": "Enter a day, such as 27 September 2019",
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
    )
    minute = forms.CharField(
        label="Which minute or decision?",
        max_length=300,
        error_messages={"required": "Give the minute or decision"},
    )
    delegate = forms.CharField(
        label="If it let somebody approve, who?", max_length=150, required=False
    )


class SubmitForm(forms.Form):
    """That somebody wants to submit; the key makes it happen once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sure = forms.BooleanField(
        label="I submit this plan for my area",
        error_messages={"required": "Tick the box to say that you submit the plan"},
    )


class WithdrawForm(forms.Form):
    """Why a submitted plan is taken back."""

    reason = forms.CharField(
        label="Why do you take it back?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you take the plan back"},
    )
