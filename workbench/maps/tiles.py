"""Online tiles: only when asked for, each with its datum."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.coordinates import Datum
from workbench.errors import InputError

_URL = re.compile(r"https?://[A-Za-z0-9.{}_-]+(:\d+)?/[A-Za-z0-9./?=&{}_~%,:+-]*")


@dataclass(frozen=True, kw_only=True)
class OnlineTiles:
    """Raster tiles from a server; a page with them needs the net and tells the server what is looked at.

    Parameters
    ----------
    name
        Name to be printed on the page.
    url
        Address with ``{x}``, ``{y}``, ``{z}`` and perhaps ``{s}``.
    datum
        In which datum the tiles are drawn. Those in ``gcj02`` (Gaode, Tencent) are moved under the
        WGS 84 layers; ``bd09`` has its own tile scheme and is refused.
    subdomains
        Values of ``{s}``.
    max_zoom
        Deepest zoom of the server.
    """

    name: str
    url: str
    datum: Datum
    subdomains: tuple[str, ...] = ()
    max_zoom: int = 18

    def __post_init__(self) -> None:
        if not _URL.fullmatch(self.url) or not all(part in self.url for part in ("{x}", "{y}", "{z}")):
            raise InputError(
                f"online tiles {self.name!r}: the address is not understood. Expected https://host/{{z}}/{{x}}/{{y}}."
            )
        if not all(re.fullmatch(r"[A-Za-z0-9-]+", each) for each in self.subdomains):
            raise InputError(
                f"online tiles {self.name!r}: a subdomain is not a plain word. Expected for example ('1', '2')."
            )
        if self.datum == Datum.BD09:
            raise InputError(
                f"online tiles {self.name!r}: tiles in BD-09 do not fit the Mercator grid. Use a WGS 84 or GCJ-02 server."
            )

    def hosts(self) -> tuple[str, ...]:
        """Return the hosts that the page's policy must admit."""
        origin = "/".join(self.url.split("/")[:3])
        if "{s}" not in origin:
            return (origin,)
        return tuple(origin.replace("{s}", each) for each in self.subdomains)

    def write(self) -> dict[str, Any]:
        """Return what the page's scripts read."""
        return {
            "url": self.url,
            "datum": self.datum.value,
            "subdomains": list(self.subdomains),
            "max_zoom": self.max_zoom,
        }
