"""The page: folium writes its frame and the layer control, everything else is constant or in the island.

folium is given numbers only: how many layers there are. Its links to other hosts are left out,
and a link that is still there is an error.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version

import folium

from workbench.errors import WorkbenchError
from workbench.maps.assets import hash_of, leaflet_script, leaflet_style, own_scripts, own_style

_LINK = re.compile(
    r"""<(?:link|script|img|iframe|object|embed|base)\b[^>]*\b(?:src|href|data)\s*=|@import|url\(|https?:""",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


@cache
def frame_of(layers: int) -> str:
    """Return folium's page for so many layers: the same text for every map with that number."""
    sheet = folium.Map(location=(0.0, 0.0), zoom_start=3, tiles=None, control_scale=False)
    sheet.default_js, sheet.default_css = [], []
    sheet._id = "sheet"  # noqa: SLF001  # branca has no public way to a name that is the same each time
    for index in range(layers):
        group = folium.FeatureGroup(name=f"layer_{index}")
        group._name, group._id = "feature_group", f"layer_{index}"  # noqa: SLF001
        group.add_to(sheet)
    control = folium.LayerControl(collapsed=False)
    control._id = "switches"  # noqa: SLF001
    control.add_to(sheet)
    root = sheet.get_root()
    root._id = "figure"  # noqa: SLF001
    text: str = root.render()
    links = _LINK.findall(text)
    if links:
        raise WorkbenchError(
            f"folium {version('folium')} wrote a link that this page does not know ({links[0]!r}). "
            "Nothing was written, because the file would ask another host. Install folium 0.20."
        )
    return text


def compose_page(layers: int, island: str, *, images: tuple[str, ...] = ()) -> str:
    """Return the whole page.

    Parameters
    ----------
    layers
        Number of layers in the island.
    island
        Element of `workbench.maps.island.write_island`.
    images
        Hosts that tiles may come from; none for a page that asks nobody.

    Returns
    -------
    str
        One HTML file. Its policy admits exactly the scripts and styles in it, by their hashes.
    """
    text = frame_of(layers)
    head, tail = text.index("<head>") + len("<head>"), text.index("<body>")
    scripts = [leaflet_script(), *own_scripts()[:-1]]
    styles = [leaflet_style(), own_style()]
    last = own_scripts()[-1]
    blocks = _BLOCK.findall(text)
    script_hashes = [
        hash_of(each) for each in [*scripts, last, *(body for kind, body in blocks if kind == "script")]
    ]
    style_hashes = [hash_of(each) for each in [*styles, *(body for kind, body in blocks if kind == "style")]]
    sources = " ".join(["data:", *images])
    policy = (
        f"default-src 'none'; script-src {' '.join(script_hashes)}; style-src {' '.join(style_hashes)}; "
        f"img-src {sources}; base-uri 'none'; form-action 'none'"
    )
    opening = (
        f'\n    <meta http-equiv="Content-Security-Policy" content="{policy}">'
        '\n    <meta name="referrer" content="no-referrer">\n'
    )
    vendored = "".join(f"<style>{each}</style>\n" for each in styles)
    vendored += "".join(f"<script>{each}</script>\n" for each in scripts)
    start = text.rindex("</html>")
    body = text[tail:start]
    return f"{text[:head]}{opening}{text[head:tail].replace('</head>', vendored + '</head>')}{body}{island}\n<script>{last}</script>\n</html>\n"
