"""The words of letters about one's account, and of what a page says after a change to it."""

from typing import NamedTuple


class Words(NamedTuple):
    """A subject and a text; ``{link}`` stands for an address."""

    subject: str
    text: str


NOT_YOU = (
    "If this was not you, change your password at once, end your other sign-ins under "
    "'Your account', and tell the Better Care Fund lead of your area."
)

# By the names that allauth gives to its letters.
LETTERS: dict[str, Words] = {
    "account/email/password_reset_key": Words(
        "Set a new password",
        "Somebody, probably you, asked to set a new password for Better Care planning.\n\n"
        "Open this link within 30 minutes. It works once, and your second factor is still "
        "asked for:\n{link}\n\nIf you did not ask, you need do nothing: your password stays.",
    ),
    "account/email/unknown_account": Words(
        "Set a new password",
        "Somebody asked to set a new password for Better Care planning with this address.\n\n"
        "There is no account with it. Accounts are by invitation: ask the Better Care Fund lead "
        "of your area, or look for the invitation under another address of yours.\n\n"
        "If you did not ask, you need do nothing.",
    ),
    "account/email/password_changed": Words(
        "Your password was changed", f"The password of your account was changed. {NOT_YOU}"
    ),
    "account/email/password_reset": Words(
        "Your password was changed",
        f"A new password was set for your account by a link in a letter. {NOT_YOU}",
    ),
    "mfa/email/totp_activated": Words(
        "A second factor was added",
        f"An authenticator app was added to your account. {NOT_YOU}",
    ),
    "mfa/email/totp_deactivated": Words(
        "A second factor was taken away",
        f"The authenticator app was taken away from your account. {NOT_YOU}",
    ),
    "mfa/email/webauthn_added": Words(
        "A second factor was added", f"A passkey was added to your account. {NOT_YOU}"
    ),
    "mfa/email/webauthn_removed": Words(
        "A second factor was taken away",
        f"A passkey was taken away from your account. {NOT_YOU}",
    ),
    "recovery-code-used": Words(
        "A recovery code was used",
        f"Somebody signed in to your account with one of your recovery codes. {NOT_YOU}",
    ),
    "recovery-codes-made": Words(
        "New recovery codes were made",
        f"New recovery codes were made for your account; the old ones work no more. {NOT_YOU}",
    ),
    "oldest-sign-in-ended": Words(
        "One of your sign-ins was ended",
        "You can be signed in with five browsers at most. You signed in with a sixth, so the "
        f"oldest was signed out. {NOT_YOU}",
    ),
}

# What the next page says, by the names that allauth gives to its messages.
SAID: dict[str, str] = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is taken away.",
    "mfa/messages/webauthn_added.txt": "Your passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "The passkey is taken away.",
}
