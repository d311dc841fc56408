"""Every address of the service. Each is in the table of tests/bettercare_web/access.py too."""

from django.urls import include, path

from bettercare_web.api.service import api
from bettercare_web.home import calendar_views as calendars
from bettercare_web.home import views as home
from bettercare_web.plans import start_views
from bettercare_web.running import views as running

urlpatterns = [
    path("", home.home, name="home"),
    path("areas/<str:code>/", home.area_home, name="area"),
    path("areas/<str:code>/calendar.ics", calendars.area_calendar, name="area-calendar"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar-feed"),
    path("account/calendar/", calendars.calendar_address, name="calendar-address"),
    path("account/calendar/end/", calendars.calendar_end, name="calendar-end"),
    path("areas/<str:code>/start/", start_views.start, name="start-plan"),
    path("plans/", include("bettercare_web.plans.urls")),
    path("plans/", include("bettercare_web.home.urls")),
    path("plans/", include("bettercare_web.versions.urls")),
    path("plans/", include("bettercare_web.exports.urls")),
    path("plans/", include("bettercare_web.conversations.urls")),
    path("", include("bettercare_web.uploads.urls")),
    path("", include("bettercare_web.measures.urls")),
    path("account/", include("bettercare_web.accounts.urls")),
    path("", include("bettercare_web.people.urls")),
    path("api/v1/", api.urls),
    path("", include("bettercare_web.national.urls")),
    path("livez", running.livez, name="livez"),
    path("readyz", running.readyz, name="readyz"),
    path("csp-report", running.csp_report, name="csp-report"),
]

handler400 = "bettercare_web.running.views.not_understood"
handler404 = "bettercare_web.running.views.not_found"
handler403 = "bettercare_web.running.views.not_found"
handler500 = "bettercare_web.running.views.went_wrong"
