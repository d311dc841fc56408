"""A write that the database gave up in favour of another one is carried out again, as a whole.

PostgreSQL ends one of two transactions that cannot both stand (serialisation failure) or that wait
for one another (deadlock), and asks for it to be tried again. All of it was taken back by then, so
trying again does nothing twice.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
T = TypeVar("T")

GAVE_WAY = frozenset({"40001", "40P01"})  # serialisation failure, deadlock
WAITS = (0.02, 0.05, 0.1, 0.2)  # seconds at most before each further try


def again(do: Callable[P, T]) -> Callable[P, T]:
    """A function that is one transaction, tried up to five times where it had to give way.

    Between two tries it waits for a short time by chance, so that two writers do not meet again.
    Inside a transaction of its caller it is tried once: the outermost one has to begin again.
    Whatever else is raised, and what the last try raises, is raised.
    """

    @wraps(do)
    def tried(*args: P.args, **named: P.kwargs) -> T:
        for wait in WAITS:
            try:
                return do(*args, **named)
            except OperationalError as error:
                if not gave_way(error) or transaction.get_connection().in_atomic_block:
                    raise
            time.sleep(random.uniform(0, wait))  # noqa: S311  (no secret)
        return do(*args, **named)

    return tried


def gave_way(error: OperationalError) -> bool:
    """Whether the database says that the transaction should be tried again.

    >>> gave_way(OperationalError("the disk is full"))
    False
    """
    return getattr(error.__cause__, "sqlstate", None) in GAVE_WAY
