"""Single keys for a whole panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from workbench.widgets.assets import read_asset

if TYPE_CHECKING:
    from collections.abc import Callable


class Keys(anywidget.AnyWidget):
    """Shows ``hint`` and tells those of the keys ``heard`` that are pressed anywhere in its panel but in a field.

    Keys are known by their place on the board, so that an input method does not get in the way.
    """

    _esm = read_asset("keys.js")
    _css = read_asset("look.css")
    heard = traitlets.List(traitlets.Unicode()).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)

    def on_key(self, act: Callable[[str], None]) -> None:
        """Call ``act`` with each key: ``a``, ``1``, ``escape`` ..."""

        def hear(_: Any, content: dict[str, Any], __: Any) -> None:
            act(str(content.get("key", "")))

        self.on_msg(hear)
