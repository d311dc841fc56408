"""The addresses of downloads, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.exports import views

urlpatterns: list[URLPattern] = [
    path("<uuid:plan_id>/downloads/", views.downloads, name="downloads"),
    path("<uuid:plan_id>/downloads/draft/<str:kind>/", views.download_draft, name="download-draft"),
    path(
        "<uuid:plan_id>/downloads/submitted/<str:kind>/",
        views.download_submitted,
        name="download-submitted",
    ),
]
