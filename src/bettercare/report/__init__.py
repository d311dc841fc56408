"""Summaries and reports of a plan, as objects, text and data."""

from bettercare.report.summary import Summary, check, summarise

__all__ = ["Summary", "check", "summarise"]
