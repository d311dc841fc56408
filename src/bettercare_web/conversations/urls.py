"""The addresses of notes and queries, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.conversations import views

urlpatterns: list[URLPattern] = [
    path("<uuid:plan_id>/notes/", views.notes, name="notes"),
    path("<uuid:plan_id>/notes/<uuid:note_id>/", views.note, name="note"),
]
