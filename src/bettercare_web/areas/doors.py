"""The doors of the pages: who is not signed in goes to sign in, and a refusal is "not found".

The same page answers for what this person may not see and for what does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import Right, areas_where, rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
LONGEST = 10  # digits of a number; the numbers of the database have no more
Response = TypeVar("Response", bound=HttpResponseBase)


class Request(HttpRequest):
    """A request of somebody signed in, as the views behind the doors get it.

    ``rights`` are those by which the person came through the door.
    """

    user: Person
    actor: Actor
    area: Area
    rights: list[Right]
    request_id: str


def area_page(
    *actions: Action,
) -> Callable[[Callable[Concatenate[Request, Area, P], HttpResponseBase]], View]:
    """A view of one area, found by its code among those where the person may do an action.

    The actions are tried in their order; the first that is allowed opens the door.
    """

    def door(view: Callable[Concatenate[Request, Area, P], HttpResponseBase]) -> View:
        @wraps(view)
        def answer(request: Any, code: str, **named: Any) -> HttpResponseBase:
            for action in actions:
                mine = Area.objects.filter(areas_where(request.user, action))
                found = mine.select_related("region").filter(code=code).first()
                if found is not None:
                    request.area = found
                    request.rights = rights(request.user, action, found)
                    return view(request, found, **named)  # type: ignore[call-arg]
            raise Http404

        answer.actions = actions  # type: ignore[attr-defined]
        return login_required(answer)

    return door


def number_sent(text: str, otherwise: int) -> int:
    """A whole number as a form of ours sends it; something else for what none of them sends.

    >>> number_sent("12", 0), number_sent("\u00b2", 0), number_sent("9" * 5000, -1)
    (12, 0, -1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else otherwise


def text_sent(text: str) -> str:
    r"""Text as somebody sent it, without what no database keeps and no space around it.

    >>> text_sent(" After the\0 workshop ")
    'After the workshop'
    """
    return text.replace("\0", "").strip()


def refused(response: Response) -> Response:
    """The page of a form that is wrong, with the status that says so; the values are kept."""
    response.status_code = 422
    return response
