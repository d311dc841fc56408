"""Parts added to a workbook: each needs a name, a content type and a relation that leads to it."""

from collections.abc import Mapping
from itertools import count

from lxml import etree

from bettercare.formats.workbooks.package import TYPES, Relation, relations, relations_name
from bettercare.formats.workbooks.patch import Element, Package, namespace, xml_of

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Additions:
    """A workbook with parts changed and added; ``changed`` holds their bytes by name."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.changed: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}

    def tree(self, part: str) -> Element:
        """A part to be changed; what is done to it is kept."""
        if part not in self._trees:
            self._trees[part] = self.package.tree(part)
        return self._trees[part]

    def put(self, part: str, content: bytes) -> None:
        """A part that is new, or new in whole."""
        self.changed[part] = content

    def finished(self) -> Mapping[str, bytes]:
        """Every part that is changed or new."""
        return {**{part: xml_of(root) for part, root in self._trees.items()}, **self.changed}

    def free_name(self, pattern: str) -> str:
        """A name for a part that none has, with a number in place of {}."""
        taken = {name.casefold() for name in (*self.package.names, *self.changed)}
        return next(name for n in count(1) if (name := pattern.format(n)).casefold() not in taken)

    def links(self, of: str) -> list[Relation]:
        """What a part refers to."""
        part = relations_name(of)
        return relations(self.package.part(part), of, "") if self.package.has(part) else []

    def link(self, of: str, kind: str, target: str) -> str:
        """Have a part refer to another, by the kind's last word; gives the id of the relation."""
        part = relations_name(of)
        if not self.package.has(part) and part not in self._trees:
            self._trees[part] = etree.Element(
                f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS}
            )
        root = self.tree(part)
        taken = {child.get("Id") for child in root}
        new = next(name for n in count(1) if (name := f"rId{n}") not in taken)
        etree.SubElement(
            root,
            f"{{{RELATIONS}}}Relationship",
            Id=new,
            Type=f"{self.links_namespace}/{kind}",
            Target=f"/{target}",
        )
        return new

    @property
    def links_namespace(self) -> str:
        """The namespace of relations between the parts of this workbook."""
        is_strict = namespace(self.tree("xl/workbook.xml")) == f"{{{STRICT}}}"
        return STRICT_LINKS if is_strict else LINKS

    def typed(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        root = self.tree(TYPES)
        tag = f"{namespace(root)}Override"
        etree.SubElement(root, tag, PartName=f"/{part}", ContentType=content_type)

    def ending(self, suffix: str, content_type: str) -> None:
        """Say what parts with an ending are, where that is not said yet."""
        root = self.tree(TYPES)
        tag = f"{namespace(root)}Default"
        known = {(child.get("Extension") or "").casefold() for child in root.iterchildren(tag)}
        if suffix not in known:
            root.insert(0, etree.Element(tag, Extension=suffix, ContentType=content_type))
