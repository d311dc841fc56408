"""The page of the national team on which deadlines are set, and confirmed by a second person."""

from datetime import datetime, time
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bettercare.rounds import available
from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.areas.doors import refused
from bettercare_web.areas.models import Area
from bettercare_web.national.scope import WideRequest, wide_page
from bettercare_web.plans.deadline_actions import confirm_deadline, set_deadline
from bettercare_web.plans.edits import Stopped
from bettercare_web.plans.models import Deadline


class SetDeadline(forms.Form):
    """Until when plans of a round are asked for, of all areas or of one."""

    round = forms.ChoiceField(label="Round", error_messages={"required": "Select a round"})
    area = forms.ChoiceField(label="Area", required=False)
    kind = forms.ChoiceField(
        label="What happens after",
        choices=[
            (Deadline.Kind.SOFT.value, "Plans are late, and are taken all the same"),
            (Deadline.Kind.HARD.value, "No plan is taken"),
        ],
        widget=forms.RadioSelect,
        initial=Deadline.Kind.SOFT.value,
        error_messages={"required": "Select what happens after"},
    )
    day = forms.DateField(
        label="Day",
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        help_text="For example, 27/9/2019",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
        error_messages={"required": "Enter the day", "invalid": "Enter a day, as 27/9/2019"},
    )
    hour = forms.TimeField(
        label="Time in London",
        required=False,
        input_formats=["%H:%M"],
        help_text="For example, 12:00. Blank is the end of the day",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5"}),
        error_messages={"invalid": "Enter a time, as 12:00"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Everybody with a role in the areas reads this: name nobody",
        error_messages={"required": "Enter why the deadline is set"},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        rounds = sorted(available(), reverse=True)
        self.fields["round"].choices = [(one, one) for one in rounds]  # type: ignore[attr-defined]
        self.areas = {str(one.pk): one for one in Area.objects.order_by("name")}
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", "All areas"),
            *((pk, one.name) for pk, one in self.areas.items()),
        ]

    def wall(self) -> datetime:
        """The time on the clocks of London."""
        asked = self.cleaned_data
        return datetime.combine(asked["day"], asked["hour"] or time(23, 59, 59))


@wide_page
@require_step_up
@require_http_methods(["GET", "POST"])
def deadlines(request: WideRequest) -> HttpResponseBase:
    """The deadlines that were set, those that wait, and a form for another."""
    form = SetDeadline(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        made = set_deadline(
            asked["round"],
            form.wall(),
            by=request.actor,
            reason=asked["reason"],
            kind=asked["kind"],
            area=form.areas.get(asked["area"]),
        )
        said = "A second person must confirm it." if made.area else "The deadline is set."
        messages.success(request, said)
        return redirect("national-deadlines")
    page = _page(request, form)
    return refused(page) if form.is_bound else page


def _page(request: WideRequest, form: SetDeadline) -> HttpResponse:
    held = list(Deadline.objects.select_related("area", "set_by", "confirmed_by"))
    waiting = [one for one in held if one.area_id and not one.confirmed_at]
    context = {
        "place": request.looks_after.name,
        "form": form,
        "refused": form.is_bound,
        "waiting": waiting,
        "counting": [one for one in reversed(held) if one not in waiting],
    }
    return render(request, "national/deadlines.jinja", context)


@wide_page
@require_step_up
@require_POST
def confirm(request: WideRequest, deadline_id: UUID) -> HttpResponseBase:
    """Confirm the deadline of one area that somebody else asked for."""
    deadline = get_object_or_404(Deadline, pk=deadline_id)
    try:
        confirm_deadline(deadline, by=request.actor)
    except Stopped as stop:
        messages.error(request, str(stop))
    else:
        messages.success(request, "The deadline counts from now.")
    return redirect("national-deadlines")
