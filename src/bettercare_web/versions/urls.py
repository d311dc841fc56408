"""The addresses of versions and sign-off, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.versions import signing_views, submit_views, trail_views, views

urlpatterns: list[URLPattern] = [
    path("<uuid:plan_id>/sign-off/", views.sign_off, name="sign-off"),
    path("<uuid:plan_id>/sign-off/name/", views.name, name="name-version"),
    path("<uuid:plan_id>/sign-off/ask/", views.ask, name="ask-to-sign"),
    path("<uuid:plan_id>/sign-off/approval/", signing_views.approval, name="approval"),
    path("<uuid:plan_id>/sign/", signing_views.sign_page, name="sign"),
    path("<uuid:plan_id>/sign/delegate/", signing_views.delegate_page, name="delegate"),
    path("<uuid:plan_id>/sign/delegate/end/", signing_views.end, name="end-delegation"),
    path("<uuid:plan_id>/submit/", submit_views.submit_page, name="submit"),
    path("<uuid:plan_id>/withdraw/", submit_views.withdraw_page, name="withdraw"),
    path("<uuid:plan_id>/receipt/", submit_views.receipt, name="receipt"),
    path("<uuid:plan_id>/versions/<int:number>/", views.version, name="version"),
    path("<uuid:plan_id>/history/", trail_views.history, name="history"),
]
