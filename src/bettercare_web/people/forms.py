"""The forms of the pages about people."""

from typing import Any

from django import forms

from bettercare_web.accounts.forms import HINT
from bettercare_web.areas.models import Area, Body, Region
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.areas.selectors import capacity_labels
from bettercare_web.people.rules import BY_ADMINISTRATOR, BY_LEAD, BY_TWO, Offer, longest
from bettercare_web.people.selectors import (
    bodies_to_choose,
    schemes_of,
)

CHOOSE = ("", "Choose")
ADDRESS = {
    "required": "Enter an email address.",
    "invalid": "Enter an email address like name@example.org.",
}


class GiveInArea(forms.Form):
    """Somebody's address, and the role that they are invited to."""

    email = forms.EmailField(
        label="Their work email address",
        help_text="We send a link to it. It works for 7 days.",
        error_messages=ADDRESS,
    )
    role = forms.ChoiceField(
        label="The role",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role."},
    )
    body = forms.ChoiceField(
        label="Where they work",
        error_messages={"required": "Select where they work."},
    )
    provider = forms.CharField(
        label="If it is not in the list: the name of the provider",
        required=False,
        max_length=150,
    )
    schemes = forms.MultipleChoiceField(
        label="The schemes they look after",
        help_text="For a scheme lead or a provider only.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, area: Area, *args: Any, **named: Any) -> None:
        """Offer what there is in the area."""
        super().__init__(*args, **named)
        choices: dict[str, list[tuple[str, str]]] = {
            "role": [(one.value, ROLES[one].label) for one in BY_LEAD],
            "body": [
                CHOOSE,
                *((str(one.pk), one.name) for one in bodies_to_choose(area)),
                ("other", "A provider that is not in this list"),
            ],
            "schemes": [(one.id, one.name) for one in schemes_of(area)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a provider that is new."""
        cleaned = super().clean() or {}
        if cleaned.get("body") == "other" and not cleaned.get("provider"):
            self.add_error("provider", "Enter the name of the provider.")
        return cleaned


class GiveAsAdministrator(forms.Form):
    """Somebody's address and a role that administrators give."""

    email = forms.EmailField(label="Their work email address", error_messages=ADDRESS)
    role = forms.ChoiceField(
        label="The role",
        choices=[CHOOSE, *((one.value, ROLES[one].label) for one in (*BY_ADMINISTRATOR, *BY_TWO))],
        help_text="Assurers, the national team and administrators need a second administrator.",
        error_messages={"required": "Select a role."},
    )
    area = forms.ChoiceField(label="The area", required=False)
    body = forms.ChoiceField(label="Where they work", required=False)
    region = forms.ChoiceField(label="The region", required=False)
    capacity = forms.ChoiceField(label="They sign as", required=False)
    reason = forms.CharField(
        label="Why they need it",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Enter why they need the role."},
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        """Offer the areas, regions, bodies and capacities that there are."""
        super().__init__(*args, **named)
        areas = [(str(one.pk), one.name) for one in Area.objects.all()]
        bodies = [(str(one.pk), one.name) for one in Body.objects.all()]
        regions = [(one.code, one.name) for one in Region.objects.all()]
        offered = {
            "area": areas,
            "body": bodies,
            "region": regions,
            "capacity": [*capacity_labels().items()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [CHOOSE, *choices]  # type: ignore[attr-defined]

    def offer(self) -> Offer | None:
        """The role over what it is given over; says beside the fields what is missing."""
        cleaned = self.cleaned_data
        role = Role(cleaned["role"])
        kind, field = _over(role)
        scope = cleaned.get(field, "") if field else ""
        if field and not scope:
            self.add_error(field, f"Select this for a {ROLES[role].label}.")
            return None
        if role in {Role.SECTION_151, Role.NHS_SIGNATORY} and not cleaned["capacity"]:
            self.add_error("capacity", "Select as what they sign.")
            return None
        area = Area.objects.filter(pk=scope).first() if kind is ScopeKind.AREA else None
        return Offer(
            role=role,
            scope_kind=kind,
            scope_id=scope,
            ends=longest(role),
            area=area,
            capacity=cleaned["capacity"] if role in {Role.SECTION_151, Role.NHS_SIGNATORY} else "",
            reason=cleaned["reason"],
        )


def _over(role: Role) -> tuple[ScopeKind, str]:
    """Over what administrators give a role, and the field in which it is chosen."""
    if role is Role.NHS_SIGNATORY:
        return ScopeKind.BODY, "body"
    scopes = ROLES[role].scopes
    for kind, field in ((ScopeKind.AREA, "area"), (ScopeKind.REGION, "region")):
        if kind in scopes:
            return kind, field
    return (ScopeKind.NATION if ScopeKind.NATION in scopes else ScopeKind.SYSTEM), ""


class OpenAccount(forms.Form):
    """The name and the password of somebody who was invited."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    password = forms.CharField(
        label="A password",
        help_text=HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )


class Reason(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(
        label="How you know that it is them",
        max_length=500,
        error_messages={"required": "Enter how you know that it is them."},
    )
