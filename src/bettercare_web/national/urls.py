"""The addresses of the pages of many plans, and of those that anybody may read."""

from django.urls import URLPattern, path

from bettercare_web.national import deadline_views, public_views, views

urlpatterns: list[URLPattern] = [
    path("england/", views.front, name="national"),
    path("england/areas/", views.areas, name="national-areas"),
    path("england/plans.csv", views.csv_file, name="national-csv"),
    path("england/deadlines/", deadline_views.deadlines, name="national-deadlines"),
    path(
        "england/deadlines/<uuid:deadline_id>/confirm/",
        deadline_views.confirm,
        name="national-confirm-deadline",
    ),
    path("regions/<str:region>/", views.front, name="region"),
    path("regions/<str:region>/areas/", views.areas, name="region-areas"),
    path("regions/<str:region>/plans.csv", views.csv_file, name="region-csv"),
    path("areas/<str:code>/message/", views.message, name="area-message"),
    path("help/", public_views.help_page, name="help"),
    path("accessibility/", public_views.accessibility, name="accessibility"),
    path("privacy/", public_views.privacy, name="privacy"),
    path("rules/<str:round_id>/", public_views.rules, name="rules"),
]
