"""Small mappings made up for tests."""

from decimal import Decimal

from bettercare.places import Area, Commissioner, Mapping, Share


def mapping(table):
    """A mapping from lines of: area | commissioner | % of commissioner | % of area."""
    shares = []
    lines = [line.strip() for line in table.strip().splitlines()]
    for row, line in enumerate(lines, 2):
        area, commissioner, of_commissioner, of_area = (cell.strip() for cell in line.split("|"))
        shares.append(
            Share(
                area=Area(area, (code_of(area),)),
                commissioner=Commissioner(commissioner, f"NHS {commissioner} CCG"),
                of_commissioner=Decimal(of_commissioner).scaleb(-2),
                of_area=Decimal(of_area).scaleb(-2),
                file="made-up.csv",
                row=row,
            )
        )
    return Mapping(id="made up", reference="Made up", shares=tuple(shares))


def code_of(area):
    """A code of the right shape that is nobody's."""
    return f"E99{sum(map(ord, area)):06}"
