"""How much one person, and one area, may bring in."""

from datetime import timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from bettercare.formats.workbooks.limits import size_words
from bettercare_web.areas.models import Area, Person
from bettercare_web.uploads.models import Upload

AN_HOUR = 20
A_DAY_BYTES = 200_000_000
AREA_BYTES = 2_000_000_000  # of all files that are kept for one area
RUNNING, RUNNING_IN_AREA = 2, 4
LONGEST_RUN = timedelta(seconds=70)  # two processes of 30 seconds, and a little


class TooMany(Exception):
    """Too much was brought in lately (-> 429); ``seconds`` until it is worth trying again."""

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


class TooMuch(Exception):
    """More bytes than a person may bring in within a day, or an area may keep (-> 422)."""


def check(person: Person, area: Area, size: int) -> None:
    """Raises ``TooMany`` or ``TooMuch`` where a limit would be passed by one more file."""
    now = timezone.now()
    mine = Upload.objects.filter(person=person)
    if mine.filter(at__gt=now - timedelta(hours=1)).count() >= AN_HOUR:
        text = f"You brought in {AN_HOUR} files within an hour. Try again in an hour."
        raise TooMany(text, 3600)
    running = Upload.objects.filter(status=Upload.Status.RECEIVED, at__gt=now - LONGEST_RUN)
    busy = running.filter(person=person).count() >= RUNNING
    if busy or running.filter(area=area).count() >= RUNNING_IN_AREA:
        raise TooMany("Other files are being read just now. Try again in a minute.", 60)
    if _bytes(mine.filter(at__gt=now - timedelta(days=1))) + size > A_DAY_BYTES:
        raise TooMuch(f"You brought in {size_words(A_DAY_BYTES)} within a day, which is the most.")
    if _bytes(Upload.objects.filter(area=area).exclude(sha256="")) + size > AREA_BYTES:
        text = f"{size_words(AREA_BYTES)} of files are kept for {area}, which is the most."
        raise TooMuch(f"{text} Tell those who run the service.")


def _bytes(uploads: QuerySet[Upload]) -> int:
    return uploads.aggregate(bytes=Sum("size"))["bytes"] or 0
