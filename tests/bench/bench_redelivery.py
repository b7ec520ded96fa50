"""Odds of delivery on real last-mile orders (first try succeeds or the parcel is redelivered), split by time.

Run ``python tests/bench/bench_redelivery.py``; needs the measurement data (see tests/shared_data.py). The delay of the order is left
out, since a redelivery causes it; the last days are left out, since only the late orders of them are in the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import h3
import numpy as np
import pandas as pd

from workbench.delivery import DeliveryModel, Features, hierarchical_rates
from workbench.delivery.evaluation import area_under_curve, calibration_error, log_loss
from workbench.delivery.history import count_before

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from shared_data import find_shared

LEAST_GAIN = 0.0002
CUT, END = "2024-08-20", "2024-08-30"
CATEGORIES, NUMBERS = (
    ("weekday", "autonomous"),
    (
        "tries_before",
        "delivered_before",
        "failed_before",
        "user_logit",
        "slot",
        "weight_order",
        "volume_order",
    ),
)


def read_orders() -> pd.DataFrame:
    """Orders of August with the user's counts before the day."""
    folder = find_shared()
    if folder is None:
        sys.exit("measurement data not on this machine: set WORKBENCH_SHARED to their folder")
    orders, past = (
        pd.read_csv(folder / "delivery" / f"changshu_{name}.csv.gz", parse_dates=["date"])
        for name in ("orders_202408", "user_history")
    )
    past = past[past["date"] < "2024-08-01"]
    letters = pd.concat([past, orders], ignore_index=True)
    letters = letters.assign(
        address_id=letters["uid"],
        attempted_at=letters["date"],
        outcome=np.where(letters["is_redelivered"], "returned", "self"),
        return_reason=np.where(letters["is_redelivered"], "person_absent", ""),
    )
    asked = letters[letters["date"].between("2024-08-01", END)].reset_index(drop=True)
    asked = asked.join(count_before(letters, asked[["address_id", "attempted_at"]]))
    asked["borrower"] = asked["uid"]
    asked["weekday"] = asked["date"].dt.day_name()
    asked["autonomous"] = asked["is_autonomous"].astype(str)
    asked["slot"] = asked["recv_wd_slot"]
    base = letters.loc[letters["date"] < "2024-08-01", "is_redelivered"].mean()
    rate = (asked["failed_before"] + 10 * base) / (asked["tries_before"] + 10)
    asked["user_logit"] = np.log(rate / (1 - rate))
    # The grid of the data is no H3; neighbouring squares become neighbouring cells.
    points = zip(31.5 + 0.02 * asked["gy"], 120.6 + 0.02 * asked["gx"], strict=True)
    asked["cell"] = [h3.latlng_to_cell(lat, lng, 7) for lat, lng in points]
    return asked


def figures(name: str, p: np.ndarray, hits: np.ndarray) -> dict[str, object]:
    """Figures of one model."""
    return {
        "model": name,
        "auc": area_under_curve(p, hits),
        "log_loss": log_loss(p, hits),
        "ece": calibration_error(p, hits),
    }


def main() -> None:
    """Print all models on the last ten days."""
    orders = read_orders()
    train, test = (
        orders[orders["date"] < CUT].reset_index(drop=True),
        orders[orders["date"] >= CUT].reset_index(drop=True),
    )
    hits, truth = (
        (~train["is_redelivered"]).astype(float).to_numpy(),
        (~test["is_redelivered"]).astype(float).to_numpy(),
    )
    print(
        f"train {len(train):,} orders, test {len(test):,}; delivered at once {hits.mean():.4f}, {truth.mean():.4f}"
    )
    rates = hierarchical_rates(train["cell"].to_numpy(), hits, np.ones(len(hits))).set_index("cell")
    rows = [figures("overall rate", np.full(len(test), hits.mean()), truth)]
    rows.append(
        figures(
            "cell rate, raw",
            np.clip(test["cell"].map(rates["raw_share"]).fillna(hits.mean()).to_numpy(float), 0.001, 0.999),
            truth,
        )
    )
    rows.append(
        figures(
            "cell rate, hierarchical EB",
            test["cell"].map(rates["smooth_share"]).fillna(hits.mean()).to_numpy(float),
            truth,
        )
    )
    rows.append(
        figures("user's history, shrunk", 1 / (1 + np.exp(test["user_logit"].to_numpy(float))), truth)
    )
    full = Features(
        categories=CATEGORIES,
        numbers=NUMBERS,
        skewed=("tries_before", "delivered_before", "failed_before", "weight_order", "volume_order"),
        crossed=(),
    )
    model = DeliveryModel.fit(train, features=full)
    rows.append(
        figures("DeliveryModel", model.score(test, reasons=False)["p_delivered"].to_numpy(float), truth)
    )
    for left in (*CATEGORIES, *NUMBERS, "cell"):
        fewer = DeliveryModel.fit(train.drop(columns=left), features=full)
        rows.append(
            figures(
                f"  without {left}", fewer.score(test, reasons=False)["p_delivered"].to_numpy(float), truth
            )
        )
    table = pd.DataFrame(rows)
    print(table.round(4).to_string(index=False))
    loss = table.set_index("model")["log_loss"]
    without = loss[loss.index.str.startswith("  without ")] - loss["DeliveryModel"]
    useless = without[without < LEAST_GAIN].index.str.removeprefix("  without ")
    print(f"What does not help here (log-loss at most {LEAST_GAIN} worse without it): {', '.join(useless)}")


if __name__ == "__main__":
    main()
