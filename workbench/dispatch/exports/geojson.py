"""GeoJSON after RFC 7946: WGS 84, no crs member, seven decimals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from workbench.files import whole

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

_DECIMALS = 7


def write_geojson(manifest: Manifest, folder: Path) -> list[Path]:
    """Write stops as points and the ways as lines into one feature collection."""
    path = folder / manifest.file_name("routes", ".geojson")
    stops = manifest.stops.assign(
        arrive_at=manifest.stops["arrive_at"].dt.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
        leave_at=manifest.stops["leave_at"].dt.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
    )
    features = [
        _feature(shapely.Point(record.pop("lng"), record.pop("lat")), {"feature": "stop"} | record)
        for record in json.loads(stops.to_json(orient="records", force_ascii=False, double_precision=10))
    ]
    features += [
        _feature(line, {"feature": "way", "courier": str(courier), "tour": int(tour)})
        for courier, tour, line in manifest.paths[["courier", "tour", "geometry"]].itertuples(index=False)
        if not line.is_empty
    ]
    collection = {"type": "FeatureCollection", "features": features}
    with whole(path) as temporary:
        temporary.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return [path]


def _feature(shape: shapely.Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    rounded = shapely.transform(shape, lambda points: points.round(_DECIMALS))
    return {"type": "Feature", "geometry": json.loads(shapely.to_geojson(rounded)), "properties": properties}
