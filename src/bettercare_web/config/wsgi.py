"""What a web server calls. It does not start with settings that are unsafe."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bettercare_web.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  (needs the settings)

from bettercare.rounds import available, load  # noqa: E402
from bettercare_web.running.checks import refuse_bad_settings  # noqa: E402

refuse_bad_settings()

# What is loaded now stays for as long as the process: the collector need not look through it again
# and again while a plan is worked out, which is a third of the time of an answer at 500 schemes.
_ = get_resolver().url_patterns
for _round in available():
    load(_round)
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 20, 50)  # an answer makes tens of thousands of things
