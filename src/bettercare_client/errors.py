"""What stands in the way of pushing or pulling, in a sentence that says what to do."""

from bettercare.errors import BetterCareError


class NoToken(BetterCareError):
    """No token was given, or it lies where others can read it."""


class NotReached(BetterCareError):
    """The service cannot be reached, or not safely."""


class NotDone(BetterCareError):
    """The service answered, and did not do what was asked."""
