"""The addresses of the pages about people."""

from django.urls import path, re_path

from bettercare_web.people import administration, invitation_views, views

AREA = "areas/<str:code>/people"
ADMINISTRATION = "administration/people"

urlpatterns = [
    path(f"{AREA}/", views.people, name="people"),
    path(f"{AREA}/invite/", views.invite_person, name="people-invite"),
    path(f"{AREA}/sharing/", views.sharing, name="people-sharing"),
    path(f"{AREA}/<uuid:grant_id>/renew/", views.renew_role, name="people-renew"),
    path(f"{AREA}/<uuid:grant_id>/take-away/", views.take_role_away, name="people-take-away"),
    path(
        f"{AREA}/invitations/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="people-withdraw",
    ),
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    path(f"{ADMINISTRATION}/", administration.everybody, name="administration-people"),
    path(f"{ADMINISTRATION}/give/", administration.give, name="administration-give"),
    path(
        f"{ADMINISTRATION}/<uuid:person_id>/",
        administration.one_person,
        name="administration-person",
    ),
    re_path(
        r"^administration/people/(?P<person_id>[0-9a-f-]{36})/(?P<what>close|open|sign-out|reset)/$",
        administration.change_account,
        name="administration-account",
    ),
    path(
        "administration/requests/<uuid:request_id>/",
        administration.decide,
        name="administration-decide",
    ),
    re_path(
        r"^administration/grants/(?P<grant_id>[0-9a-f-]{36})/(?P<what>renew|take-away)/$",
        administration.change_grant,
        name="administration-grant",
    ),
    path(
        "administration/resets/<uuid:reset_id>/stop/",
        administration.stop_reset,
        name="administration-stop-reset",
    ),
]
