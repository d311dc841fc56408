"""What a web server calls. It does not start with settings that are unsafe."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bettercare_web.config.settings")
application = get_wsgi_application()

from bettercare_web.running.checks import refuse_bad_settings  # noqa: E402  (needs the settings)

refuse_bad_settings()
