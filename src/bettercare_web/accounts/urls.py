"""The addresses of signing in and of one's own account, below ``account/``."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
