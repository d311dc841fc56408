"""Numbers and dates as the pages write them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from bettercare.money import pounds as pounds_with_hyphen
from bettercare.money import round_half_up

MINUS = "−"


def pounds(value: Decimal | int | None) -> str:
    """Pounds in full, with a true minus; "not given" where there is no value.

    >>> pounds(Decimal("-1008")), pounds(Decimal("7242204.4")), pounds(None)
    ('−£1,008', '£7,242,204', 'not given')
    """
    if value is None:
        return "not given"
    return pounds_with_hyphen(round_half_up(Decimal(value))).replace("-", MINUS)


def signed(value: Decimal | None) -> str:
    """A difference in pounds, with its sign.

    >>> signed(Decimal(15000)), signed(Decimal(-15000)), signed(Decimal(0))
    ('+£15,000', '−£15,000', '£0')
    """
    shown = pounds(value)
    return f"+{shown}" if value is not None and value > 0 else shown


def day(value: date | datetime, *, weekday: bool = False) -> str:
    """A day in words, in London.

    >>> day(date(2019, 9, 27)), day(date(2019, 9, 27), weekday=True)
    ('27 September 2019', 'Friday 27 September 2019')
    """
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    shown = f"{local.day} {local:%B %Y}"
    return f"{local:%A} {shown}" if weekday else shown


def moment(value: datetime) -> str:
    """A day and a time in London, as 27 September 2019, 11:42am.

    >>> from datetime import UTC
    >>> moment(datetime(2019, 9, 27, 10, 42, tzinfo=UTC))
    '27 September 2019, 11:42am'
    """
    local = timezone.localtime(value)
    hour = local.hour % 12 or 12
    return f"{day(local)}, {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004
