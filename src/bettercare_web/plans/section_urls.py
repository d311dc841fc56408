"""The addresses of the sections of a plan, of one scheme, and of the summary."""

from django.urls import URLPattern, path

from bettercare_web.plans import scheme_views, section_views, summary_views
from bettercare_web.plans.sections import ORDER

PAGES = tuple(one.name for one in ORDER if one.name != "schemes")  # schemes have a grid

urlpatterns: list[URLPattern] = [
    path(f"<uuid:plan_id>/{name}/", section_views.section, {"name": name}, name=name)
    for name in PAGES
] + [
    path("<uuid:plan_id>/summary/", summary_views.summary, name="summary"),
    path("<uuid:plan_id>/schemes/add/", scheme_views.add, name="scheme-add"),
    path("<uuid:plan_id>/schemes/<uuid:row_id>/", scheme_views.scheme, name="scheme"),
    path("<uuid:plan_id>/schemes/<uuid:row_id>/remove/", scheme_views.remove, name="scheme-remove"),
]
