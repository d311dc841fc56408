"""The addresses of a plan's pages, below ``plans/``."""

from django.urls import URLPattern, path

from bettercare_web.plans import (
    findings_views,
    grid_views,
    renumber_views,
    section_urls,
    views,
    what_if_views,
    working_views,
)

urlpatterns: list[URLPattern] = [
    *section_urls.urlpatterns,
    path("<uuid:plan_id>/", views.tasks, name="plan"),
    path("<uuid:plan_id>/findings/", findings_views.findings, name="findings"),
    path("<uuid:plan_id>/findings/dismiss/", findings_views.dismiss_one, name="dismiss"),
    path("<uuid:plan_id>/findings/bring-back/", findings_views.bring_one_back, name="bring-back"),
    path("<uuid:plan_id>/working/<str:figure>/", working_views.working, name="working"),
    path(
        "<uuid:plan_id>/working/<str:figure>/without/",
        working_views.working_without,
        name="working-without",
    ),
    path(
        "<uuid:plan_id>/working/<str:figure>/keep/", working_views.working_keep, name="working-keep"
    ),
    path("<uuid:plan_id>/working/<str:figure>/csv/", working_views.working_csv, name="working-csv"),
    path("<uuid:plan_id>/schemes/", grid_views.schemes, name="schemes"),
    path("<uuid:plan_id>/schemes/renumber/", renumber_views.renumber, name="renumber"),
    path("<uuid:plan_id>/schemes/save", grid_views.save, name="schemes-save"),
    path("<uuid:plan_id>/schemes/about/<uuid:row_id>/", grid_views.about, name="scheme-about"),
    path("<uuid:plan_id>/since/<int:revision>", grid_views.since, name="since"),
    path("<uuid:plan_id>/what-ifs/", what_if_views.what_ifs, name="what-ifs"),
    path("<uuid:plan_id>/what-if/", what_if_views.what_if, name="what-if"),
    path("<uuid:plan_id>/what-if/keep/", what_if_views.keep, name="what-if-keep"),
    path("<uuid:plan_id>/what-if/use/", what_if_views.use, name="what-if-use"),
    path("<uuid:plan_id>/what-if/throw-away/", what_if_views.throw, name="what-if-throw-away"),
]
