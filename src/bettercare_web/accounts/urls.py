"""The addresses of signing in and of one's own account, below ``account/``.

Of allauth's pages only those that are used stand here: nobody signs up, or changes their address.
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from bettercare_web.accounts import entrances, views
from bettercare_web.accounts.views import told

urlpatterns = [
    path("", views.account, name="account"),
    path("login/", told(allauth.login), name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", told(allauth.account_inactive), name="account_inactive"),
    path("reauthenticate/", told(allauth.reauthenticate), name="account_reauthenticate"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/reset/", told(allauth.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        told(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        told(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        told(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("factors/", told(factors.index), name="mfa_index"),
    path("factors/show/", told(factors.authenticate), name="mfa_authenticate"),
    path("factors/show-again/", told(factors.reauthenticate), name="mfa_reauthenticate"),
    path("factors/app/", told(app.activate_totp), name="mfa_activate_totp"),
    path("factors/app/remove/", told(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/passkeys/", told(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("factors/passkeys/add/", told(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("factors/passkeys/sign-in/", told(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "factors/passkeys/show-again/",
        told(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "factors/passkeys/<int:pk>/remove/",
        told(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("factors/passkeys/<int:pk>/edit/", told(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/recovery-codes/", views.recovery_codes, name="account_recovery_codes"),
    path("sessions/", views.sign_ins, name="account_sessions"),
    path("sessions/end-others/", views.end_other_sign_ins, name="account_end_other_sessions"),
    path("sessions/<uuid:sign_in_id>/end/", views.end_sign_in, name="account_end_session"),
    path("extend/", views.extend, name="account_extend"),
    path("tokens/", views.tokens, name="account_tokens"),
    path("tokens/new/", views.new_token, name="account_new_token"),
    path("tokens/<uuid:token_id>/end/", views.end_token, name="account_end_token"),
    path("sso/<slug:slug>/", entrances.to_provider, name="account_sso"),
    path("sso/<slug:slug>/link/", entrances.link_provider, name="account_sso_link"),
    path("sso/<slug:slug>/callback/", entrances.from_provider, name="account_sso_callback"),
    path("demo/", entrances.demo_people, name="account_demo"),
    path("demo/<uuid:person_id>/", entrances.sign_in_as, name="account_demo_sign_in"),
]
