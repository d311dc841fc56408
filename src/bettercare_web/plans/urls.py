"""The addresses of a plan's pages, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.plans import views

urlpatterns: list[URLPattern] = [
    path("<uuid:plan_id>/", views.tasks, name="plan"),
]
