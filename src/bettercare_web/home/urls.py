"""The addresses of what the home of an area does, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.home import views

urlpatterns: list[URLPattern] = [
    path("<uuid:plan_id>/looked/", views.has_looked, name="looked"),
    path("<uuid:plan_id>/remind/", views.remind, name="remind"),
]
