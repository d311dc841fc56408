"""Starting a plan: for which round, and from what."""

from collections.abc import Iterable, Sequence

from django import forms

import bettercare
from bettercare.rounds import Round, available, load
from bettercare_web.areas.models import Area
from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan

BLANK = "blank"


def plans_in(area: Area) -> list[Plan]:
    """The plans that an area has, without what-if drafts, the latest round first."""
    return list(area.plans.filter(kind=Plan.Kind.PLAN).order_by("-round"))


def rounds_left(plans: Iterable[Plan]) -> list[Round]:
    """The rounds for which an area has no plan yet, newest first."""
    taken = {plan.round for plan in plans}
    found = [load(name) for name in available() if name not in taken]
    return sorted(found, key=lambda one: (one.in_force.start, one.round), reverse=True)


class StartForm(forms.Form):
    """The round, and whether to begin with nothing or with what an earlier plan holds."""

    round = forms.ChoiceField(
        label="Which round is the plan for?",
        error_messages={
            "required": "Choose the round",
            "invalid_choice": "Choose a round that the area has no plan for yet",
        },
    )
    how = forms.ChoiceField(
        label="What do you want to start with?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to start with"},
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, plans: Sequence[Plan], data: object = None) -> None:
        super().__init__(data, initial={"how": str(plans[0].pk) if plans else BLANK})  # type: ignore[arg-type]
        self.plans = {str(plan.pk): plan for plan in plans}
        choices = [(one.round, one.label) for one in rounds_left(plans)]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]
        self.fields["how"].choices = [  # type: ignore[attr-defined]
            *(
                (key, f"The schemes of your plan for {plan.round}")
                for key, plan in self.plans.items()
            ),
            (BLANK, "A blank plan"),
        ]

    def clean(self) -> dict[str, object]:
        """Refuse to carry a plan to a round that does not come after its own."""
        found = super().clean() or {}
        plan = self.plans.get(str(found.get("how", "")))
        if plan and "round" in found:
            before, after = load(plan.round), load(str(found["round"]))
            if before.in_force.start >= after.in_force.start:
                self.add_error("how", f"Choose a plan for a round before {after.round}")
        return found

    @property
    def earlier(self) -> Plan | None:
        """The plan to carry forward, where one was chosen."""
        return self.plans.get(self.cleaned_data["how"])

    def carried(self) -> "bettercare.RolledForward | None":
        """The earlier plan as a draft of the round, with what is left to decide."""
        plan = self.earlier
        if plan is None:
            return None
        core = to_core(plan.round, plan.rows.all())
        return bettercare.roll_forward(core, self.cleaned_data["round"])
