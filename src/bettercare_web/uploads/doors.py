"""The door of the pages of an upload: for those who may bring files into its area."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase

from bettercare_web.areas.doors import View
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.plans.doors import PlanRequest
from bettercare_web.uploads.models import Upload


class UploadRequest(PlanRequest):
    """A request about one upload; its plan is the upload's, if it has one."""

    upload: Upload


def upload_page(view: Callable[[UploadRequest, Upload], HttpResponseBase]) -> View:
    """A view of one upload, for people who may bring files into its area; else "not found"."""

    @wraps(view)
    def answer(request: Any, upload_id: UUID) -> HttpResponseBase:
        found = Upload.objects.select_related("area__region", "plan__standing", "person")
        upload = found.filter(pk=upload_id).first()
        held = rights(request.user, Action.UPLOAD, upload.area) if upload else []
        if upload is None or not held:
            raise Http404
        request.upload, request.area, request.rights = upload, upload.area, held
        if upload.plan is not None:
            upload.plan.area = upload.area
            request.plan = upload.plan
        return view(request, upload)

    answer.actions = (Action.UPLOAD,)  # type: ignore[attr-defined]
    return login_required(answer)
