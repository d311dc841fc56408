"""Writing letters, and sending those that wait."""

from datetime import timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from bettercare_web.mail.models import Letter

TRIES = 5
FIRST_WAIT = timedelta(seconds=10)  # doubled after each try that failed


def write_letter(to: str, subject: str, text: str) -> Letter:
    """Store a letter, which goes out once the transaction it is part of has been committed.

    The subject never holds anything about a person or a plan's content: mail is read by many.
    """
    return Letter.objects.create(to=to, subject=subject[:200], text=text)


def send_waiting(limit: int = 100) -> int:
    """Send letters that wait, each at most five times with growing pauses; gives how many went."""
    sent = 0
    now = timezone.now()
    waiting = Letter.objects.filter(sent=None, due__lte=now, tries__lt=TRIES)
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        sent += _send(pk)
    return sent


def _send(pk: UUID) -> bool:
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=pk)
        if letter.sent is not None:
            return False
        letter.tries += 1
        letter.due = timezone.now() + FIRST_WAIT * 2 ** (letter.tries - 1)
        try:
            send_mail(letter.subject, letter.text, None, [letter.to])
        except OSError:  # the post office is away: it is tried again
            letter.save(update_fields=["tries", "due"])
            return False
        letter.sent = timezone.now()
        letter.save(update_fields=["tries", "due", "sent"])
    return True
