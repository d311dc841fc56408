"""The addresses of bringing in files; each stands below the root."""

from django.urls import URLPattern, path

from bettercare_web.uploads import applying, views

urlpatterns: list[URLPattern] = [
    path("areas/<str:code>/upload/", views.upload_new, name="upload-new"),
    path("plans/<uuid:plan_id>/upload/", views.upload, name="upload"),
    path("uploads/<uuid:upload_id>/", views.upload_read, name="upload-read"),
    path("uploads/<uuid:upload_id>/apply/", applying.upload_apply, name="upload-apply"),
]
