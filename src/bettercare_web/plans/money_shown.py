"""Stored numbers as a form shows them: pounds with commas, shares as a percentage."""

from decimal import Decimal, InvalidOperation


def shown(kind: str, text: str) -> str:
    """A stored value in the form in which people write it; other text stays as it is.

    >>> shown("money", "2391923"), shown("money", "10.5"), shown("share", "0.45")
    ('2,391,923', '10.50', '45%')
    >>> shown("number", "1200"), shown("money", "about ten"), shown("text", "1200")
    ('1,200', 'about ten', '1200')
    """
    if kind not in {"money", "number", "share"}:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if kind == "share":
        return f"{(value * 100).normalize():f}%"
    pence = kind == "money" and value != value.to_integral_value()
    return f"{value.quantize(Decimal('0.01')):,}" if _two_places(value, pence) else f"{value:,f}"


def _two_places(value: Decimal, pence: bool) -> bool:
    """Whether pounds with pence can be shown with two places and lose nothing."""
    return pence and value == round(value, 2)
