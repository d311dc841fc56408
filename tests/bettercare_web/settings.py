"""Settings for tests: the demonstration's, with a database in memory and cheap passwords."""

import os
import tempfile

os.environ.setdefault("BETTERCARE_PROFILE", "demo")
os.environ.setdefault("BETTERCARE_DATA", tempfile.mkdtemp(prefix="bettercare-tests-"))

from bettercare_web.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
