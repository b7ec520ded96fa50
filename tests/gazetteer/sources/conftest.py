"""A small extract written with osmium."""

import pytest

TAGGED = {
    1: ({"name": "试验医院", "amenity": "hospital"}, 116.40, 39.90),
    2: ({"addr:housenumber": "88", "addr:street": "试验路"}, 116.41, 39.91),
    3: ({"name": "没有用处的山", "natural": "peak"}, 116.42, 39.92),
    4: ({"name": "海上", "amenity": "cafe"}, 130.0, 30.0),
    10: ({}, 116.430, 39.930),
    11: ({}, 116.440, 39.930),
    12: ({}, 116.450, 39.930),
    20: ({}, 116.460, 39.940),
    21: ({}, 116.462, 39.940),
    22: ({}, 116.462, 39.942),
    23: ({}, 116.460, 39.942),
}
WAYS = {
    100: ({"name": "试验大街", "highway": "primary"}, [10, 11, 12]),
    101: (
        {"name": "试验花园", "landuse": "residential", "addr:street": "试验路", "addr:housenumber": "9号"},
        [20, 21, 22, 23, 20],
    ),
}


@pytest.fixture
def make_extract():
    """Write the objects above as an extract and return its path."""
    osmium = pytest.importorskip("osmium", reason="the extra 'roads' is not installed")

    def make(path, nodes=TAGGED, ways=WAYS):
        with osmium.SimpleWriter(str(path)) as writer:
            for number, (tags, lng, lat) in nodes.items():
                writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=(lng, lat), tags=tags))
            for number, (tags, members) in ways.items():
                writer.add_way(osmium.osm.mutable.Way(id=number, version=1, nodes=members, tags=tags))
        return path

    return make
