"""Colours: ColorBrewer schemes that colour-blind readers can tell apart, and Okabe-Ito for categories.

Source: Cynthia Brewer, ColorBrewer 2.0 (Apache-2.0 style licence), only schemes that it
marks "colorblind safe"; Okabe and Ito (2008), Color Universal Design.
"""

from __future__ import annotations

from workbench.errors import InputError

# The longest published variant of each; shorter ones are picked from it evenly.
SEQUENTIAL: dict[str, tuple[str, ...]] = {
    "YlGnBu": (
        "#ffffd9",
        "#edf8b1",
        "#c7e9b4",
        "#7fcdbb",
        "#41b6c4",
        "#1d91c0",
        "#225ea8",
        "#253494",
        "#081d58",
    ),
    "OrRd": (
        "#fff7ec",
        "#fee8c8",
        "#fdd49e",
        "#fdbb84",
        "#fc8d59",
        "#ef6548",
        "#d7301f",
        "#b30000",
        "#7f0000",
    ),
    "Blues": (
        "#f7fbff",
        "#deebf7",
        "#c6dbef",
        "#9ecae1",
        "#6baed6",
        "#4292c6",
        "#2171b5",
        "#08519c",
        "#08306b",
    ),
    "Purples": (
        "#fcfbfd",
        "#efedf5",
        "#dadaeb",
        "#bcbddc",
        "#9e9ac8",
        "#807dba",
        "#6a51a3",
        "#54278f",
        "#3f007d",
    ),
}
DIVERGING: dict[str, tuple[str, ...]] = {
    "RdYlBu": ("#a50026", "#d73027", "#f46d43", "#fdae61", "#fee090", "#ffffbf", "#e0f3f8", "#abd9e9", "#74add1", "#4575b4", "#313695"),
    "PuOr": ("#7f3b08", "#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d8daeb", "#b2abd2", "#8073ac", "#542788", "#2d004b"),
    "BrBG": ("#543005", "#8c510a", "#bf812d", "#dfc27d", "#f6e8c3", "#f5f5f5", "#c7eae5", "#80cdc1", "#35978f", "#01665e", "#003c30"),
}  # fmt: skip
OKABE_ITO = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d1f", "#6a3d9a")
FEW_COLOUR = "#d5d8dc"
NONE_COLOUR = "#f3f4f6"
_LIGHTEST = 1  # the first colour of a sequential scheme is lost on a light ground
PALETTES = (*SEQUENTIAL, *DIVERGING)


def colours(palette: str, count: int) -> tuple[str, ...]:
    """Return ``count`` colours of a palette as ``#rrggbb``, light to dark or one end to the other.

    A name that ends in ``-`` is the palette turned round.
    """
    name, turned = palette.removesuffix("-"), palette.endswith("-")
    if name in SEQUENTIAL:
        scheme = SEQUENTIAL[name][_LIGHTEST:-1]
    elif name in DIVERGING:
        scheme = DIVERGING[name][1:-1]
        if count % 2 == 0:  # no class is the middle, so the middle colour would say something false
            middle = len(scheme) // 2
            scheme = scheme[:middle] + scheme[middle + 1 :]
    else:
        raise InputError(f"map: there is no palette {palette!r}. Expected one of: {', '.join(PALETTES)}.")
    scheme = scheme[::-1] if turned else scheme
    if not 1 <= count <= len(scheme):
        raise InputError(f"map: palette {name} has 1 to {len(scheme)} colours here, {count} were asked for.")
    if count == 1:  # where all is the same nothing should stand out
        return (scheme[1] if name in SEQUENTIAL and not turned else scheme[len(scheme) // 2],)
    return tuple(scheme[round(index * (len(scheme) - 1) / (count - 1))] for index in range(count))


def category_colours(count: int) -> tuple[str, ...]:
    """Return one colour per category; from the ninth on they repeat, so labels must tell them apart."""
    return tuple(OKABE_ITO[index % len(OKABE_ITO)] for index in range(count))
