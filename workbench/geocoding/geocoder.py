"""The geocoder: addresses in, locations out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError
from workbench.gazetteer import Gazetteer
from workbench.geocoding.batches import COLUMNS, geocode_with
from workbench.geocoding.cells import find_cells, fit_resolution
from workbench.geocoding.completion import FAULT, complete
from workbench.geocoding.explaining import Explanation, explain_address, read_one
from workbench.geocoding.overrides import Overrides
from workbench.geocoding.reading import DIVISIONS, Reading, read_addresses
from workbench.geocoding.statuses import give_verdicts
from workbench.geocoding.verification import write_codes
from workbench.matching import Answers, Matcher, Thresholds, decide, pause_collector
from workbench.tables import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from workbench.geocoding.engines import Engine

CHUNK = 4_096  # addresses at once: bounds the memory, long enough for columns
_FINEST = 15
_OVERRIDE = "override"
_OVERRIDE_RADIUS_M = 30.0


class Geocoder:
    """Places addresses; read-only and picklable, so that worker processes may hold one each.

    Parameters
    ----------
    gazetteer
        Where places are looked up; without one the gazetteer of the bundled places.
    thresholds
        From which confidence an answer is accepted or shown for review.
    resolution
        H3 resolution of ``cell``.
    overrides
        Corrections that always win: a table with ``address``, ``lng``, ``lat`` (WGS 84).
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        thresholds: Thresholds | None = None,
        resolution: int = 9,
        overrides: pd.DataFrame | None = None,
    ) -> None:
        if not 0 <= resolution <= _FINEST:
            raise InputError(f"resolution: {resolution} is not one of H3. Expected 0 to {_FINEST}.")
        self.gazetteer = gazetteer or Gazetteer.open()
        self.thresholds = thresholds or Thresholds()
        self.resolution = resolution
        self.overrides = Overrides.read(overrides) if overrides is not None else Overrides({})
        self.matcher = Matcher(self.gazetteer)

    @property
    def notice(self) -> Remark:
        """Say how far confidence and radius can be trusted here."""
        if self.matcher.calibrated:
            return Remark(
                "Confidence and radius are calibrated on this gazetteer.", "置信度与半径已按本地名库校准。"
            )
        return Remark(
            "This gazetteer has no calibration of its own: confidence is lowered and the radius widened. "
            "See how good it is with labelled addresses: workbench evaluate TRUTH.",
            "本地名库没有自己的校准：置信度已调低，半径已放宽。可用已知坐标的地址检验：workbench evaluate TRUTH。",
        )

    def geocode(
        self,
        frame: pd.DataFrame,
        address: str = "address",
        *,
        province: str | None = None,
        city: str | None = None,
        district: str | None = None,
        postcode: str | None = None,
        id_region: str | None = None,
        branch: str | None = None,
        engine: Engine | str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> pd.DataFrame:
        """Geocode a column of addresses.

        Parameters
        ----------
        frame
            Any table; it is not changed.
        address
            Column with the addresses.
        province, city, district
            Columns with divisions that are known otherwise; they hold where the address does not contradict them.
        postcode, id_region, branch
            Columns with a postcode, the first six digits of an ID number (for registered addresses), the lender's branch: they weigh
            between readings that the address leaves open.
        engine
            Where to run: an engine or the name of one (``processes``, ``dask``, ``spark``); here without.
        progress
            Called after each chunk with the rows done and all rows.

        Returns
        -------
        pandas.DataFrame
            One row per row of ``frame`` on the same index, with the columns of table ``locations`` after ``address_id``.
        """
        stated = {"province": province, "city": city, "district": district}
        soft = {"postcode": postcode, "id_region": id_region, "branch": branch}
        named = {hint: column for hint, column in (stated | soft).items() if column is not None}
        self.check(frame, {"address": address, **named})
        if engine is not None:
            return geocode_with(engine, self, frame, address, progress=progress, **named)
        parts = []
        for start in range(0, max(len(frame), 1), CHUNK):
            part = frame.iloc[start : start + CHUNK]
            hints = {hint: part[column] for hint, column in named.items()}
            parts.append(self._locate(part[address], hints))
            if progress is not None:
                progress(min(start + CHUNK, len(frame)), len(frame))
        return pd.concat(parts) if len(parts) > 1 else parts[0]

    @staticmethod
    def check(frame: pd.DataFrame, columns: Mapping[str, str]) -> None:
        """Refuse a table that lacks one of the columns."""
        for column in columns.values():
            if column not in frame.columns:
                raise ColumnError(column, frame.columns, where="geocode")

    def _locate(self, addresses: pd.Series, hints: dict[str, pd.Series]) -> pd.DataFrame:
        with pause_collector():
            reading = read_addresses(addresses, hints)
            return self._write(reading, self.matcher.answer(reading.queries))

    def _write(self, reading: Reading, answers: Answers) -> pd.DataFrame:
        """Write the answers as rows of table ``locations``."""
        answers, corrected = self._corrected(reading, answers)
        level = np.where(answers.level == "", "none", answers.level)
        row = answers.row
        matched = row >= 0
        codes = np.zeros(len(row), np.int32)
        codes[matched] = self.gazetteer.array("code")[row[matched]]
        verdict = give_verdicts(reading, answers, level, codes)
        whole = np.asarray(
            [
                not said.rest or bool(name)
                for said, name in zip(reading.queries.mentions, reading.queries.name, strict=True)
            ],
            dtype=bool,
        )
        repaired = reading.divisions["n_corrections"].to_numpy(np.int64)
        status = np.where(corrected, "verified", verdict.status)
        said = write_codes(
            status.tolist(),
            verdict.after,
            verdict.before,
            whole,
            repaired,
            answers.n_sources,
            answers.confidence,
        )
        columns: dict[str, Any] = {"normalised": reading.normalised.to_numpy(object)}
        completed, filled = complete(reading.divisions[list(DIVISIONS)], codes)
        columns |= {name: completed[name].to_numpy(object) for name in DIVISIONS}
        columns |= {
            "place_id": self._texts("place_id", row),
            "place": self._texts("place", row),
            "place_source": np.where(corrected, _OVERRIDE, self._texts("place_source", row)),
            "lng": answers.lng.round(7),
            "lat": answers.lat.round(7),
            "level": level.astype(object),
            "confidence": answers.confidence.round(4),
            "radius_m": answers.radius_m.round(1),
            "cell": np.asarray(find_cells(answers.lng, answers.lat, self.resolution), dtype=object),
            "cell_fit": fit_resolution(answers.radius_m),
            "decision": decide(answers.confidence, self.thresholds).astype(object),
            "status": status.astype(object),
            "code": np.asarray(said, dtype=object),
            "faults": np.asarray(
                [
                    f"{said};{FAULT}".lstrip(";") if new else said
                    for said, new in zip(verdict.faults, filled, strict=True)
                ],
                dtype=object,
            ),
        }
        return pd.DataFrame({name: columns[name] for name in COLUMNS}, index=reading.normalised.index)

    def _texts(self, column: str, row: NDArray[np.int64]) -> NDArray[np.object_]:
        out = np.full(len(row), "", dtype=object)
        known = row >= 0
        out[known] = self.gazetteer.texts(column, row[known])
        return out

    def _corrected(self, reading: Reading, answers: Answers) -> tuple[Answers, NDArray[np.bool_]]:
        """Let the corrections win."""
        fixed, points = self.overrides.find(reading.normalised)
        if not fixed.any():
            return answers, fixed
        return answers._replace(
            lng=np.where(fixed, points[:, 0], answers.lng),
            lat=np.where(fixed, points[:, 1], answers.lat),
            level=np.where(fixed, "door", answers.level),
            confidence=np.where(fixed, 1.0, answers.confidence),
            radius_m=np.where(fixed, _OVERRIDE_RADIUS_M, answers.radius_m),
            row=np.where(fixed, -1, answers.row),
            tied=answers.tied & ~fixed,
        ), fixed

    def explain(
        self,
        text: str,
        *,
        province: str | None = None,
        city: str | None = None,
        district: str | None = None,
        lang: str = "zh",
    ) -> Explanation:
        """Show how one address is placed, in ``zh`` or ``en``: steps, divisions, candidates with features, why the first won."""
        if lang not in ("zh", "en"):
            raise InputError(f"explain: there is no language {lang!r}. Expected zh or en.")
        reading = read_one(text, province=province, city=city, district=district)
        scored = self.matcher.score(reading.queries)
        location = self._write(reading, self.matcher.judge(scored, 1)).iloc[0]
        return explain_address(self, text, reading, scored, location, lang)

    def __reduce__(self) -> tuple[Callable[..., Geocoder], tuple[Any, ...]]:
        return _reopen, (self.gazetteer, self.thresholds, self.resolution, self.overrides)


def _reopen(gazetteer: Gazetteer, thresholds: Thresholds, resolution: int, overrides: Overrides) -> Geocoder:
    made = Geocoder(gazetteer, thresholds=thresholds, resolution=resolution)
    made.overrides = overrides
    return made
