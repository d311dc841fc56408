"""Addresses of pages, some of which a part of the service may not have yet."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """The address of a page by its name; blank where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
