"""XML written by hand: order and names are those of the schemas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from workbench.files import whole

if TYPE_CHECKING:
    from pathlib import Path

# XML 1.0 has no place for these characters, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: object) -> str:
    """Return text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", str(text))


def add(parent: ET.Element, tag: str, text: object = None) -> ET.Element:
    """Add a child with cleaned text."""
    child = ET.SubElement(parent, tag)
    if text is not None:
        child.text = clean(text)
    return child


def write_xml(root: ET.Element, path: Path) -> None:
    """Write a document in UTF-8, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
