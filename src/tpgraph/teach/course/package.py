"""The course as a package that learning platforms import: IMS Content Packaging 1.1.4."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

MANIFEST = "imsmanifest.xml"
_NAMESPACE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_NAMESPACE} http://www.imsglobal.org/xsd/imscp_v1p1.xsd"
# By which a course is known again as one.
OWN = "tpgraph-course-"

Tree = Sequence[tuple[str, str, "Tree"]]


def manifest(identifier: str, title: str, tree: Tree, files: Iterable[str]) -> bytes:
    """The manifest: ``tree`` is the table of contents, of titles, files and what is below each.

    ``files`` are all that belong to the package. ``identifier`` follows :data:`OWN`.
    """
    root = ET.Element(
        "manifest",
        {
            "identifier": OWN + identifier,
            "version": "1.1.4",
            "xmlns": _NAMESPACE,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.4"
    names = {name: f"file-{n}" for n, name in enumerate(files, start=1)}
    organizations = ET.SubElement(root, "organizations", {"default": "contents"})
    organization = ET.SubElement(
        organizations, "organization", {"identifier": "contents", "structure": "hierarchical"}
    )
    ET.SubElement(organization, "title").text = title
    _items(organization, tree, names, "item")
    resources = ET.SubElement(root, "resources")
    for name, resource in names.items():
        # Names are ours, but for letters that an address has to escape.
        href = quote(name)
        element = ET.SubElement(
            resources, "resource", {"identifier": resource, "type": "webcontent", "href": href}
        )
        ET.SubElement(element, "file", {"href": href})
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _items(parent: ET.Element, tree: Tree, names: Mapping[str, str], prefix: str) -> None:
    for number, (title, file, below) in enumerate(tree, start=1):
        identifier = f"{prefix}-{number}"
        item = ET.SubElement(
            parent,
            "item",
            {"identifier": identifier, "identifierref": names[file], "isvisible": "true"},
        )
        ET.SubElement(item, "title").text = title
        _items(item, below, names, identifier)


def is_own(content: bytes) -> bool:
    """Whether this is the manifest of a course."""
    try:
        root = ET.fromstring(content)
    except ET.ParseError:
        return False
    return root.tag == f"{{{_NAMESPACE}}}manifest" and root.get("identifier", "").startswith(OWN)
