"""Places: areas of boards, NHS commissioners, the mapping between them, and changes by date."""

from bettercare.places.admissions import apportion, apportion_all
from bettercare.places.apportioned import Apportioned, Part, Quarter
from bettercare.places.changes import Comparison
from bettercare.places.checking import findings_about, mapping_findings
from bettercare.places.geography import (
    areas_on,
    commissioner_comparison,
    commissioner_predecessors,
    commissioner_successors,
    commissioners_on,
    comparison,
    find_area,
    find_commissioner,
    is_comparable,
    local_parts,
    predecessors,
    successors,
)
from bettercare.places.loading import load_mapping, mappings
from bettercare.places.mapping import Mapping, Sum
from bettercare.places.records import Area, Change, Commissioner, Correction, Reference, Share

__all__ = [
    "Apportioned",
    "Area",
    "Change",
    "Commissioner",
    "Comparison",
    "Correction",
    "Mapping",
    "Part",
    "Quarter",
    "Reference",
    "Share",
    "Sum",
    "apportion",
    "apportion_all",
    "areas_on",
    "commissioner_comparison",
    "commissioner_predecessors",
    "commissioner_successors",
    "commissioners_on",
    "comparison",
    "find_area",
    "find_commissioner",
    "findings_about",
    "is_comparable",
    "load_mapping",
    "local_parts",
    "mapping_findings",
    "mappings",
    "predecessors",
    "successors",
]
