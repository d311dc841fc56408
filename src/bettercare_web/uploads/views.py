"""Bringing in a file, in three pages: choose it, see what was read, see what will change."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from bettercare.errors import BetterCareError
from bettercare.formats.workbooks.limits import WEB, size_words
from bettercare.rounds import Round, available, load
from bettercare_web.areas.doors import Request, area_page
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.uploads import presenters
from bettercare_web.uploads.actions import Incoming, bring_in
from bettercare_web.uploads.doors import UploadRequest, upload_page
from bettercare_web.uploads.limits import TooMany, TooMuch
from bettercare_web.uploads.models import Upload
from bettercare_web.uploads.naming import KINDS, WrongKind, kind_of, tables_of
from bettercare_web.uploads.reading import together
from bettercare_web.uploads.receiving import TOO_LARGE

CHOOSE = "Choose a file."


@plan_page(Action.UPLOAD)
def upload(request: PlanRequest, plan: Plan) -> HttpResponseBase:
    """Choose a file to bring into a plan."""
    if plan.state != Plan.State.DRAFT:
        return _page(request, plan, ["This plan is submitted, so nothing can be brought in."], 409)
    return _take(request, plan) if request.method == "POST" else _page(request, plan)


@area_page(Action.UPLOAD)
def upload_new(request: Request, area: Area) -> HttpResponseBase:
    """Choose a file to start an area's plan with."""
    del area
    return _take(request, None) if request.method == "POST" else _page(request, None)


def _take(request: Any, plan: Plan | None) -> HttpResponseBase:
    """Bring a file in, and go to what was read; or show why not."""
    files = request.FILES.getlist("file")  # the bytes come in now, if they did not before
    if request.META.get(TOO_LARGE):
        return _page(request, plan, [_too_large()], 413)
    try:
        file = _incoming(files)
        round_id = plan.round if plan else _round_asked(request)
        made = bring_in(file, request.area, plan, round_id, by=request.actor)
    except TooMany as error:
        response = _page(request, plan, [str(error)], 429)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    except (WrongKind, TooMuch) as error:
        return _page(request, plan, [str(error)], 422)
    wrong = _why_not(made, plan)
    if wrong:
        return _page(request, plan, [wrong], 422)
    return redirect("upload-read", made.pk)


def _why_not(made: Upload, plan: Plan | None) -> str:
    """Why a file goes no further: it could not be read, or is of another round."""
    if made.status == Upload.Status.REFUSED:
        return made.why
    if plan and made.round != plan.round:
        return (
            f"This file is a plan for {made.round}. This page brings in files for {plan.round}. "
            "Choose the file of this round, or start a plan for the other round."
        )
    return ""


def _incoming(files: "Sequence[UploadedFile[Any]]") -> Incoming:
    """The files of a form as one: several CSV files become a zip. Raises ``WrongKind``."""
    named = [(one.name or "", one) for one in files]
    if not named:
        raise WrongKind(CHOOSE)
    kind = kind_of([name for name, _ in named])
    if kind != ".csv":
        [(name, one)] = named
        return Incoming(name=name, kind=kind, size=one.size or 0, pieces=one.chunks())
    data = together(tables_of({name: one.read() for name, one in named}))
    title = named[0][0] if len(named) == 1 else f"{len(named)} CSV files"
    return Incoming(name=title, kind=".zip", size=len(data), pieces=[data])


def _round_asked(request: Any) -> str:
    asked = str(request.POST.get("round", ""))
    return asked if asked in available() else ""


def _too_large() -> str:
    most = size_words(WEB.file_size)
    return f"This is larger than {most}, which is the most. Take out what does not belong to it."


def _page(
    request: Any, plan: Plan | None, wrong: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    context = {
        "wrong": [{"text": text, "href": "#file"} for text in wrong],
        "refused": bool(wrong),
        "kinds": ",".join(KINDS),
        "most": size_words(WEB.file_size),
        "rounds": [] if plan else list(reversed(available())),
        "asked": request.POST.get("round", "") if not plan else "",
        "earlier": _earlier(request.area, plan),
    }
    return render(request, "uploads/choose.jinja", context, status=status)


def _earlier(area: Area, plan: Plan | None) -> list[Upload]:
    """The files that were brought in lately, for this plan or for none."""
    found = Upload.objects.filter(area=area, plan=plan).select_related("person")
    return list(found.exclude(status=Upload.Status.RECEIVED)[:10])


@upload_page
def upload_read(request: UploadRequest, upload: Upload) -> HttpResponse:
    """What was read in a file: control totals, what was put right, findings by cell."""
    rules = _rules(upload)
    context: dict[str, Any] = {"upload": upload, "rules": rules}
    if rules is not None:
        controls, findings = presenters.controls_of(upload), presenters.findings_of(upload)
        context |= {
            "heading": presenters.read_heading(controls, findings),
            "controls": presenters.counted(controls, rules),
            "found": presenters.noted(findings),
            "other_area": presenters.is_other_area(upload.area_said, upload.area.name),
        }
    return render(request, "uploads/read.jinja", context)


def _rules(upload: Upload) -> Round | None:
    """The rules of the round that the file is for; none where it was not read."""
    if upload.status != Upload.Status.CHECKED:
        return None
    try:
        return load(upload.round)
    except BetterCareError:
        return None
