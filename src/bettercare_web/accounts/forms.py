"""The forms of signing in, in our words; which component shows a field is told by its widget."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from bettercare_web.accounts import limits
from bettercare_web.accounts.adapter import AccountAdapter
from bettercare_web.accounts.factors import code_step, use_code, use_spare_code
from bettercare_web.accounts.passwords import LONGEST, SHORTEST
from bettercare_web.accounts.step_up import FACTOR
from bettercare_web.accounts.tokens import MOST_DAYS, USUAL_DAYS, Scope

HINT = f"{SHORTEST} to {LONGEST} characters. Three or four words are easy to remember."
SAME = "Enter the same password in both boxes."


def _said(form: forms.Form, **labels: str) -> None:
    """Give fields our labels, and say in our words when one is empty."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        if field.widget.attrs.pop("type", "") == "email":
            field.widget = forms.EmailInput({"autocomplete": "username"})
        field.error_messages["required"] = f"Enter {label[0].lower()}{label[1:]}."
        field.error_messages["invalid"] = (
            f"Enter {label[0].lower()}{label[1:]} like name@example.org."
        )


def _as_code(form: forms.Form) -> None:
    """Show a box for a code: short, and filled in by phones that know how."""
    form.fields["code"].widget = forms.TextInput({"autocomplete": "one-time-code", "width": "20"})


class SignIn(account.LoginForm):  # type: ignore[misc]
    """An address and a password."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **named)
        _said(self, login="Your email address", password="Your password")  # noqa: S106


class NewPassword:
    """What forms share in which a new password is typed twice."""

    fields: dict[str, Any]

    def _name_passwords(self) -> None:
        _said(self, password1="A new password", password2="The new password again")  # type: ignore[arg-type]
        self.fields["password1"].help_text = HINT

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, in our words where the two passwords differ."""
        differ = field == "password2" and isinstance(error, str)
        super().add_error(field, SAME if differ else error)  # type: ignore[misc]


class ChangePassword(NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """The password of now, and the new one."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **named)
        _said(self, oldpassword="Your current password")
        self._name_passwords()

    def clean_oldpassword(self) -> str:
        """Check it, within the limits of signing in."""
        limits.check(limits.SIGN_IN, self.user.email)
        try:
            return str(super().clean_oldpassword())
        except ValidationError:
            limits.failed(limits.SIGN_IN, self.user.email)
            raise


class SetNewPassword(NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, after the link of a letter was opened."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **named)
        self._name_passwords()


class AskForReset(account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link goes, if there is an account."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        _said(self, email="Your email address")

    def clean_email(self) -> str:
        """Take it, three times an hour, known or not."""
        limits.take(limits.RESET, self.cleaned_data["email"])
        return str(super().clean_email())

    def save(self, request: HttpRequest, **named: Any) -> str:
        """Write a letter either way, so that no answer tells who has an account."""
        email: str = super().save(request, **named)
        if not self.users:
            AccountAdapter().send_mail("account/email/unknown_account", email, {})
        return email


class ShowPassword(account.ReauthenticateForm):  # type: ignore[misc]
    """The password of somebody who is signed in."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        _said(self, password="Your password")  # noqa: S106


class OneTimeCode(mfa.AuthenticateForm):  # type: ignore[misc]
    """A one-time code, or a spare code, while signing in."""

    spare = False

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        _said(self, code="The code from your authenticator app")
        _as_code(self)
        self.fields["code"].help_text = "6 digits. If you have lost your phone: a recovery code."

    def clean_code(self) -> str:
        """Use the code. Raises ``TooMany`` after five that were wrong."""
        limits.check(limits.FACTOR, str(self.user.pk))
        code: str = self.cleaned_data["code"]
        self.authenticator = use_code(self.user, code)
        if self.authenticator is None:
            self.spare = self.takes_spare and use_spare_code(self.user, code)
            if not self.spare:
                limits.failed(limits.FACTOR, str(self.user.pk))
                raise get_adapter().validation_error("incorrect_code")
        limits.clear(limits.FACTOR, str(self.user.pk))
        return code

    takes_spare = True

    def save(self) -> None:
        """Write down which factor was shown; who used a spare code gets a letter."""
        if not self.spare:
            super().save()
            return
        record_authentication(context.request, self.user, FACTOR, type="spare")
        AccountAdapter().send_notification_mail("recovery-code-used", self.user)


class OneTimeCodeAgain(OneTimeCode, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A one-time code of somebody who is signed in; spare codes are for signing in."""

    takes_spare = False

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        self.fields["code"].help_text = "6 digits"

    def save(self) -> None:
        """Write down that it was shown again."""
        mfa.ReauthenticateForm.save(self)


class SetUpApp(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        _said(self, code="The code that the app shows")
        _as_code(self)
        self.fields["code"].help_text = "6 digits"

    def clean_code(self) -> str:
        """Check it against the secret that the page showed."""
        limits.check(limits.FACTOR, str(self.user.pk))
        code: str = self.cleaned_data["code"]
        if code_step(get_totp_secret(), code) is None:
            limits.failed(limits.FACTOR, str(self.user.pk))
            raise get_adapter().validation_error("incorrect_code")
        return code


class AddPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, and what to call it."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        self.fields.pop("passwordless", None)
        _said(self, name="What to call this passkey")
        self.fields["name"].help_text = "For example: work laptop"


class RenamePasskey(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """What to call a passkey."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Name the field."""
        super().__init__(*args, **named)
        _said(self, name="What to call this passkey")


SCOPES = {
    Scope.PLAN_READ: "Read plans, findings and figures",
    Scope.PLAN_WRITE: "Change plans",
    Scope.EXPORT_READ: "Download exports",
    Scope.RESULTS_PUSH: "Send results of measures",
}


class MakeToken(forms.Form):
    """What a new token is for, what it may do and how long it lasts."""

    name = forms.CharField(
        label="What the token is for",
        help_text="For example: nightly copy to the finance system",
        max_length=100,
        error_messages={"required": "Enter what the token is for."},
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do, within what you may do",
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what the token may do."},
    )
    days = forms.IntegerField(
        label="For how many days",
        initial=USUAL_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=f"{MOST_DAYS} at most. A token that is not used for 60 days ends before.",
        widget=forms.NumberInput(attrs={"width": "3"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter a number of days from 1 to {MOST_DAYS}.",
        ),
    )
