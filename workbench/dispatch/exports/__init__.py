"""The files that couriers carry; each format one file, all from one manifest."""

from workbench.dispatch.exports.door import export_routes
from workbench.dispatch.exports.formats import FORMATS, Format
from workbench.dispatch.exports.manifest import Manifest, make_manifest

__all__ = ["FORMATS", "Format", "Manifest", "export_routes", "make_manifest"]
