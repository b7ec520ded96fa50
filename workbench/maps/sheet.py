"""The map as analysts make it: a title, layers, one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.files import write_text
from workbench.geodata import regions as outlines
from workbench.maps.ground import Ground, find_ground
from workbench.maps.island import write_island
from workbench.maps.labels import check_language, page_words
from workbench.maps.layers import (
    AreaShapes,
    Context,
    Layer,
    LocationPoints,
    RateCells,
    RateRegions,
    RoundLines,
    SpotCells,
    StationPoints,
)
from workbench.maps.page import compose_page
from workbench.maps.shapes import CHINA, tolerance_for
from workbench.tables import Audience

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from workbench.maps.layers.layer import Extent
    from workbench.maps.tiles import OnlineTiles


_NATIONAL_DEGREES = 35.0


@dataclass(kw_only=True)
class DeliveryMap:
    """A map in one HTML file that asks no other host.

    Parameters
    ----------
    title
        Title, place and period in words.
    subtitle
        What is measured, of whom.
    lang
        ``zh`` or ``en``.
    audience
        Who will read it; a layer or column that this audience may not see is refused.
    data_date
        Date or period of the data, as it shall be printed.
    version
        Version of data and program.
    approval
        审图号; printed as pending where empty.
    mark
        Mark beside the title; None for "internal use", empty for none.
    footnote
        Words at the foot of the page.
    ground
        The calm map below; None looks for installed boundaries, False leaves it out.
    tiles
        Online tiles, only when asked for: the file then needs the net.
    """

    title: str
    subtitle: str = ""
    lang: str = "zh"
    audience: Audience | str = Audience.ANALYST
    data_date: str = ""
    version: str = ""
    approval: str = ""
    mark: str | None = None
    footnote: str = ""
    ground: Ground | bool | None = None
    tiles: OnlineTiles | None = None
    layers: list[Layer] = field(default_factory=list)

    def __post_init__(self) -> None:
        check_language(self.lang)
        self.audience = Audience(self.audience)

    def add(self, layer: Layer) -> DeliveryMap:
        """Put a layer on top of those already there.

        Raises
        ------
        PolicyError
            If the map's audience may not see it.
        """
        if not isinstance(layer, Layer):
            raise InputError(
                f"map: {type(layer).__name__} is no layer. Expected one of workbench.maps.LAYERS."
            )
        layer.admitted(self.context)
        self.layers.append(layer)
        return self

    @property
    def context(self) -> Context:
        """Language and audience."""
        return Context(self.lang, Audience(self.audience))

    def html(self) -> str:
        """Return the page."""
        images = self.tiles.hosts() if self.tiles else ()
        return compose_page(len(self.layers), write_island(self.data()), images=images)

    def save(self, path: Path | str) -> Path:
        """Write the page to ``path``; the file is whole or not there at all."""
        return write_text(path, self.html())

    def data(self) -> dict[str, Any]:
        """Return what the island carries."""
        view, ground = self.view(), self.chosen_ground()
        context = replace(self.context, tolerance=tolerance_for(view))
        return {
            "lang": self.lang,
            "words": page_words(self.lang),
            "sheet": self.caption(ground),
            "view": list(view),
            "ground": ground.write(view, self.lang) if ground else None,
            "tiles": self.tiles.write() if self.tiles else None,
            "layers": [layer.write(context) for layer in self.layers],
        }

    def chosen_ground(self) -> Ground | None:
        """Return the map below, looked for where none was given."""
        if isinstance(self.ground, bool):
            return find_ground() if self.ground else None
        return self.ground if self.ground is not None else find_ground()

    def view(self) -> Extent:
        """Return the box around the layers that are shown at first, else around all."""
        shown = [layer.extent() for layer in self.layers if layer.visible]
        boxes = [box for box in shown if box] or [
            box for box in (each.extent() for each in self.layers) if box
        ]
        if not boxes:
            return CHINA
        west, south, east, north = zip(*boxes, strict=True)
        found = min(west), min(south), max(east), max(north)
        # a map of the country has to show all of it, down to the islands of the South China Sea
        return CHINA if found[2] - found[0] > _NATIONAL_DEGREES else found

    def caption(self, ground: Ground | None) -> dict[str, Any]:
        """Return title, mark, facts and footnote as they are printed."""
        context = self.context
        unknown = context.word("unknown")
        facts = [
            [context.word("data_date"), self.data_date or unknown],
            [context.word("version"), self.version or unknown],
            [context.word("datum"), "WGS 84"],
            [context.word("boundaries"), ground.source if ground else context.word("no_ground")],
            [context.word("approval"), self.approval or context.word("pending")],
        ]
        if self.tiles:
            facts.append([context.word("online"), f"{self.tiles.name} ({self.tiles.datum.value})"])
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "mark": context.word("internal") if self.mark is None else self.mark,
            "facts": facts,
            "footnote": self.footnote,
        }


def delivery_map(
    *,
    title: str,
    path: Path | str | None = None,
    cells: pd.DataFrame | None = None,
    regions: pd.DataFrame | None = None,
    region_shapes: gpd.GeoDataFrame | None = None,
    areas: pd.DataFrame | None = None,
    served_ground: Any = None,
    stations: pd.DataFrame | None = None,
    locations: pd.DataFrame | None = None,
    routes: pd.DataFrame | None = None,
    ground: Ground | bool | None = None,
    **settings: Any,
) -> DeliveryMap:
    """Make the usual map of a portfolio from whatever tables there are, and save it if a path is given.

    Parameters
    ----------
    title
        Title of the map.
    path
        File to write.
    cells, regions, areas, stations, locations, routes
        Frames of the tables of these names; one layer per measure for cells and regions.
    served_ground
        Ground that the areas should cover (a geometry, WGS 84); what they do not is drawn as a gap.
    region_shapes
        Polygons with ``adcode`` for ``regions``; None takes the installed boundaries.
    ground, **settings
        As for `DeliveryMap`.
    """
    made = DeliveryMap(title=title, ground=ground, **settings)
    for layer in _usual_layers(cells, regions, region_shapes):
        made.add(layer)
    if areas is not None:
        made.add(AreaShapes(frame=areas, ground=served_ground))
    if routes is not None and made.audience != Audience.LENDER:
        made.add(RoundLines(frame=routes, stations=stations))
    if locations is not None and made.audience == Audience.ANALYST:
        made.add(LocationPoints(frame=locations))
    if stations is not None and made.audience != Audience.LENDER:
        made.add(StationPoints(frame=stations))
    if path is not None:
        made.save(path)
    return made


def _usual_layers(
    cells: pd.DataFrame | None, regions: pd.DataFrame | None, shapes: gpd.GeoDataFrame | None
) -> list[Layer]:
    found: list[Layer] = []
    if regions is not None:
        shapes = shapes if shapes is not None else _outlines(regions)
        if shapes is not None:
            found += [
                RateRegions(frame=regions, shapes=shapes, measure=each) for each in _measures(regions, "npl")
            ]
    if cells is not None:
        measures = _measures(cells, "delivered")
        found += [RateCells(frame=cells, measure=each, visible=each == measures[0]) for each in measures]
        if "spot" in cells.columns and cells["spot"].notna().any():
            found += [SpotCells(frame=cells, measure=each) for each in measures[:1]]
    return found


def _outlines(regions: pd.DataFrame) -> gpd.GeoDataFrame | None:
    """Return installed outlines of the level that the codes are of, None without boundaries."""
    codes = regions["adcode"].astype(str)
    level = (
        "province"
        if codes.str.endswith("0000").all()
        else "city"
        if codes.str.endswith("00").all()
        else "district"
    )
    return outlines(level)


def _measures(frame: pd.DataFrame, usual: str) -> list[str]:
    found = [str(each) for each in frame["measure"].unique()] if "measure" in frame.columns else []
    return found or [usual]
