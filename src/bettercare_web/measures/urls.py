"""The addresses of measures."""

from django.urls import URLPattern, path

from bettercare_web.measures import views

urlpatterns: list[URLPattern] = [
    path("measures/", views.library_page, name="measures"),
    path("measures/<str:metric>/", views.definition_page, name="measure"),
    path("plans/<uuid:plan_id>/measures/<str:metric>/", views.measure_of_plan, name="plan-measure"),
    path(
        "plans/<uuid:plan_id>/measures/<str:metric>/compare/",
        views.compare,
        name="plan-measure-compare",
    ),
]
