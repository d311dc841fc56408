"""Settings of the service. All that differs between installations comes from the environment.

``BETTERCARE_PROFILE`` is ``demo`` (made-up people, this machine only) or ``production``.
docs/how-to/run-the-service.md lists every variable.
"""

import os
from pathlib import Path

from csp.constants import NONCE

from bettercare_web.config.environment import (
    database,
    listed,
    secret,
    sign_in_providers,
    switched_on,
)
from bettercare_web.running import kept, logs

PACKAGE = Path(__file__).resolve().parent.parent
PROFILE = os.environ.get("BETTERCARE_PROFILE", "production")
DEMO = PROFILE == "demo"
# Where the database, uploads, keys and flags are kept, when they are files.
DATA = Path(os.environ.get("BETTERCARE_DATA", "var")).resolve()

DEBUG = False
SECRET_KEY = secret("BETTERCARE_SECRET_KEY", demo="demo" * 16 if DEMO else "")
SECRET_KEY_FALLBACKS = listed("BETTERCARE_SECRET_KEY_FALLBACKS")
AUDIT_KEY = secret("BETTERCARE_AUDIT_KEY", demo="anchor" * 10 if DEMO else "")
ALLOWED_HOSTS = listed("BETTERCARE_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
# Who runs the service, and where people write to: on the pages of help, accessibility and privacy.
OPERATOR = os.environ.get("BETTERCARE_OPERATOR", "")
OPERATOR_CONTACT = os.environ.get("BETTERCARE_OPERATOR_CONTACT", "")
# How many days what is about people is kept: running/kept.py.
KEPT = kept.words_of(os.environ)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMO]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "bettercare_web.audit",
    "bettercare_web.areas",
    "bettercare_web.accounts",
    "bettercare_web.mail",
    "bettercare_web.plans",
    "bettercare_web.versions",
    "bettercare_web.exports",
    "bettercare_web.uploads",
    "bettercare_web.measures",
    "bettercare_web.running",
]

MIDDLEWARE = [
    "bettercare_web.running.logs.requests",
    "bettercare_web.running.headers.headers",
    "bettercare_web.running.probes.probes",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "bettercare_web.running.here.this_machine_only",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bettercare_web.api.programs.programs",
    "bettercare_web.running.degraded.Degraded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bettercare_web.accounts.middleware.Limits",
    "bettercare_web.accounts.middleware.living_sessions",
    "bettercare_web.accounts.middleware.second_factor",
    "bettercare_web.config.middleware.actor",
]

ROOT_URLCONF = "bettercare_web.config.urls"
WSGI_APPLICATION = "bettercare_web.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "bettercare_web.config.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bettercare_web.config.page.page",
            ],
        },
    },
    {  # allauth looks for its own in this form
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": database("BETTERCARE_DATABASE", DATA / "bettercare.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "areas.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "bettercare_web.accounts.passwords.Length"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "bettercare_web.accounts.passwords.NotRepeated"},
    {"NAME": "bettercare_web.accounts.passwords.NoContext"},
]
PASSWORD_RESET_TIMEOUT = 30 * 60

ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_ADAPTER = "bettercare_web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "bettercare_web.accounts.forms.SignIn",
    "change_password": "bettercare_web.accounts.forms.ChangePassword",
    "reset_password": "bettercare_web.accounts.forms.AskForReset",
    "reset_password_from_key": "bettercare_web.accounts.forms.SetNewPassword",
    "reauthenticate": "bettercare_web.accounts.forms.ShowPassword",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "bettercare_web.accounts.passwords.ResetTokens"  # noqa: S105
ACCOUNT_RATE_LIMITS = False  # ours: accounts/limits.py
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]  # mail is no factor
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # our form writes that letter
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "bettercare_web.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "bettercare_web.accounts.forms.OneTimeCode",
    "reauthenticate": "bettercare_web.accounts.forms.OneTimeCodeAgain",
    "activate_totp": "bettercare_web.accounts.forms.SetUpApp",
    "add_webauthn": "bettercare_web.accounts.forms.AddPasskey",
    "edit_webauthn": "bettercare_web.accounts.forms.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # spare codes are ours: accounts/factors.py
MFA_TOTP_ISSUER = "Better Care planning"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if switched_on("BETTERCARE_BEHIND_PROXY") else 0
# Organisations' own sign-in: slug, name, issuer, client id, client secret of each.
OIDC_PROVIDERS = sign_in_providers(listed("BETTERCARE_OIDC"))
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/assets/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # one cookie, no more
CSRF_FAILURE_VIEW = "bettercare_web.running.views.form_too_old"
if not DEMO:
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if switched_on("BETTERCARE_BEHIND_PROXY"):  # only where a proxy strips this header from outside
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# To be built into browsers is for the owner of a whole domain to ask for, not for a service in it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
LOGGING = logs.CONFIGURATION

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *listed("BETTERCARE_SIGN_IN_ORIGINS")],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "report-uri": "/csp-report",
    }
}

EMAIL_HOST = os.environ.get("BETTERCARE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("BETTERCARE_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("BETTERCARE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("BETTERCARE_MAIL_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465  # noqa: PLR2004  (the port of mail that is encrypted throughout)
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = os.environ.get(
    "BETTERCARE_MAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend",
)
EMAIL_FILE_PATH = DATA / "mail"  # where letters go without a host
DEFAULT_FROM_EMAIL = os.environ.get("BETTERCARE_MAIL_FROM", "bettercare@localhost")

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "bettercare_web.uploads.receiving.Counted",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
