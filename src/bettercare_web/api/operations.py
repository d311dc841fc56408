"""How an operation is made: its address, its door, and what is said of it."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from ninja import Query, Router

from bettercare_web.api.doors import Token
from bettercare_web.api.openapi import describe

MOST = 500  # items of a list in one answer
USUAL = 100
FURTHEST = 1_000_000

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=FURTHEST, description="How many to leave out before them.")]


# One for all: two operations at one address must stand together to be found by their methods.
router = Router()


class Operations(NamedTuple):
    """The operations about one subject."""

    subject: str

    def add(
        self, method: str, address: str, token: Token, answer: Any = None, **about: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A decorator that makes a view an operation; ``about`` goes to ``describe``."""
        status = about.get("status", 200)

        def made(view: Callable[..., Any]) -> Callable[..., Any]:
            router.add_api_operation(
                address,
                [method],
                view,
                auth=token,
                response={status: None},
                operation_id=view.__name__,
                summary=(view.__doc__ or "").partition("\n")[0].rstrip("."),
                tags=[self.subject],
                url_name=view.__name__,
                openapi_extra=describe(answer, **about),
            )
            return view

        return made
