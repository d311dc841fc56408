"""Areas and NHS commissioners of England by date, and what became of each.

The facts are tables in ``data``, each row with its reference and how sure it is.
"""

from datetime import date
from functools import lru_cache

from bettercare.places.changes import Comparison
from bettercare.places.history import History, is_on
from bettercare.places.names import area_index, commissioner_index, other_names
from bettercare.places.records import Area, Change, Commissioner
from bettercare.places.shipped import records, table


@lru_cache(maxsize=1)
def areas() -> History[Area]:
    """Every area that had a board, past ones too, and every change of areas."""
    single, combined = records("areas", Area), combined_areas()
    names, others = area_index(), other_names(table("other_names"))
    for area in (*single, *combined):
        for name in (area.name, area.code, *others.get(area.codes, ())):
            names.add(name, area)
    return History(single, records("area_changes", Change), names, _known())


@lru_cache(maxsize=1)
def commissioners() -> History[Commissioner]:
    """Every CCG and integrated care board, past ones too, and every change of them."""
    known = records("commissioners", Commissioner)
    names = commissioner_index()
    for one in known:
        names.add(one.name, one, short=True)
        names.add(one.code, one)
    events = records("commissioner_changes", Change)
    return History(known, events, names, _known())


@lru_cache(maxsize=1)
def combined_areas() -> tuple[Area, ...]:
    """The boards that rounds join out of the areas of two councils."""
    return records("combined_areas", Area)


def areas_on(day: date, *, combined: bool = False) -> tuple[Area, ...]:
    """The areas of boards on a day, in order of code; none before boards began in April 2013.

    ``combined`` gives one area for two councils that rounds join into one board.

    >>> [len(areas_on(date(year, 4, 1))) for year in (2017, 2019, 2021, 2023)]
    [152, 151, 152, 153]
    >>> len(areas_on(date(2017, 4, 1), combined=True))
    150
    """
    single = areas().on(day)
    if not combined:
        return single
    joined = [one for one in combined_areas() if is_on(one, day)]
    inside = {code for one in joined for code in one.codes}
    kept = [one for one in single if one.code not in inside]
    return tuple(sorted([*kept, *joined], key=lambda one: one.code))


def commissioners_on(day: date) -> tuple[Commissioner, ...]:
    """The NHS commissioners on a day: CCGs to June 2022, integrated care boards since.

    >>> [len(commissioners_on(date(year, 8, 1))) for year in (2017, 2020, 2022)]
    [207, 135, 42]
    """
    return commissioners().on(day)


def local_parts(icb: str) -> tuple[Commissioner, ...]:
    """The CCGs that an integrated care board took over; its local parts kept their codes.

    >>> [one.code for one in local_parts("NHS South Yorkshire")]
    ['02P', '02X', '03L', '03N']
    """
    board = find_commissioner(icb)
    return tuple(one for one in commissioners().places if one.icb == board.code)


def find_area(written: str, on: date | None = None) -> Area:
    """The area that a name or code means, however written; the latest where several bore it.

    ``on`` asks for a day. Raises ``UnknownPlace``, with the name probably meant, if there is none.

    >>> find_area("rotherham mbc").code, find_area("City of Bristol").name
    ('E08000018', 'Bristol, City of')
    >>> find_area("Dorset").code, find_area("Dorset", date(2018, 1, 1)).code
    ('E06000059', 'E10000009')
    """
    return areas().find(written, on)


def find_commissioner(written: str, on: date | None = None) -> Commissioner:
    """The NHS commissioner that a name or code means, however written.

    >>> find_commissioner("03l").name, find_commissioner("rotherham ccg").code
    ('NHS Rotherham CCG', '03L')
    """
    return commissioners().find(written, on)


def successors(area: str | Area, day: date) -> tuple[Area, ...]:
    """The areas that hold, on a day, the people of an area; itself where nothing changed.

    >>> [one.name for one in successors("Cumbria", date(2023, 4, 1))]
    ['Cumberland', 'Westmorland and Furness']
    """
    first = area if isinstance(area, Area) else areas().earliest(area)
    return areas().successors(first, day)


def predecessors(area: str | Area, day: date) -> tuple[Area, ...]:
    """The areas whose people, on a day, are now those of an area.

    >>> [one.code for one in predecessors("BCP", date(2018, 4, 1))]
    ['E06000028', 'E06000029', 'E10000009']
    """
    last = area if isinstance(area, Area) else find_area(area)
    return areas().predecessors(last, day)


def commissioner_successors(written: str, day: date) -> tuple[Commissioner, ...]:
    """The NHS commissioners that hold, on a day, the people of one.

    >>> [one.name for one in commissioner_successors("Leeds North CCG", date(2018, 4, 1))]
    ['NHS Leeds CCG']
    """
    return commissioners().successors(commissioners().earliest(written), day)


def commissioner_predecessors(written: str, day: date) -> tuple[Commissioner, ...]:
    """The NHS commissioners whose people, on a day, are now those of one.

    >>> [one.code for one in commissioner_predecessors("15F", date(2017, 4, 1))]
    ['02V', '03C', '03G']
    """
    return commissioners().predecessors(find_commissioner(written), day)


def comparison(area: str | Area, from_date: date, to_date: date) -> Comparison:
    """Whether figures of an area on two days are about the same people, and what changed.

    An area may be named as on either day; the days may come in either order.

    >>> print(comparison("Dorset", date(2018, 4, 1), date(2019, 4, 1)).words)
    Dorset changed on 1 April 2019; figures before are not comparable. The district of Christchurch
    left Dorset. The rest of the county of Dorset became one council.
    """
    return areas().comparison(area, from_date, to_date)


def is_comparable(area: str | Area, from_date: date, to_date: date) -> bool:
    """Whether figures of an area on two days are about the same people.

    >>> is_comparable("Cumbria", date(2022, 4, 1), date(2023, 4, 1))
    False
    >>> is_comparable("Somerset", date(2022, 4, 1), date(2023, 4, 1))
    True
    """
    return comparison(area, from_date, to_date).comparable


def commissioner_comparison(written: str, from_date: date, to_date: date) -> Comparison:
    """Whether figures of an NHS commissioner on two days are about the same people.

    >>> commissioner_comparison("15N", date(2022, 4, 1), date(2023, 4, 1)).comparable
    True
    """
    return commissioners().comparison(written, from_date, to_date)


def _known() -> tuple[date, date]:
    """The first and the last day between which changes are known."""
    days = {row["edge"]: row["day"] for row in table("known")}
    return date.fromisoformat(days["from"]), date.fromisoformat(days["until"])
