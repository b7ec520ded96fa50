"""Plans: nothing is broken, everything is accounted for."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from grid_town import NO_ATTEMPTS, grid_graph, make_couriers, make_stations, make_visits, spots
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coverage import MatrixTimes, RoadTimes, StraightTimes
from workbench.dispatch import PlanSettings, plan_routes, replan_routes, solver
from workbench.dispatch.plans import drop_infeasible
from workbench.dispatch.preparation import prepare
from workbench.errors import ColumnError, InputError
from workbench.policy import check, load_policy
from workbench.tables import LEFT_OUT, table

TRAVEL = RoadTimes(grid_graph())
POLICY = load_policy("cn-cba-2026")
QUICK = PlanSettings(iterations=60, bound_by="nothing")


def plan(visits, couriers=None, settings=QUICK, **more):
    """Plan with the usual stations, roads and policy."""
    more = {"policy": POLICY, "attempts": NO_ATTEMPTS, "travel": TRAVEL} | more
    couriers = make_couriers() if couriers is None else couriers
    stations = more.pop("stations", None)
    stations = make_stations() if stations is None else stations
    return plan_routes(visits, couriers, stations, settings=settings, **more)


def assert_lawful(made, visits, couriers, *, capacity, hours, shift, channel="courier", attempts=NO_ATTEMPTS):
    """Check a plan anew, from the tables alone: shift, window, load, policy, roads, one address per borrower."""
    told = ["case_id", "address", "lng", "lat", "radius_m", "p_delivered", "letters"]
    rows = made.routes.merge(visits.drop(columns=told, errors="ignore"), on="address_id")
    assert len(rows) == len(made.routes)
    assert rows["borrower"].is_unique
    letters = visits.get("letters", pd.Series(1, index=visits.index)).set_axis(visits["address_id"])
    load = rows.assign(load=rows["address_id"].map(letters)).groupby(["courier", "tour"])["load"].sum()
    assert (load <= capacity).all()
    clock = {
        name: pd.to_datetime("2026-01-05 " + rows.get(name, pd.Series(other, index=rows.index)).fillna(other))
        for name, other in (("window_from", "00:00"), ("window_to", "23:59"))
    }
    assert (rows["arrive_at"] >= clock["window_from"]).all()
    assert (rows["leave_at"] <= clock["window_to"]).all()
    staff = couriers.set_index("courier").get("staff", pd.Series(1, index=couriers["courier"]))
    asked_again = rows.assign(channel=channel, staff=rows["courier"].map(staff))
    assert check(asked_again, POLICY, attempts=attempts)["allowed"].all()
    out = made.rounds.loc[made.rounds["stops"] > 0]
    assert (out["work_hours"] <= hours + 1e-6).all()
    assert (out["starts_at"] >= pd.Timestamp(f"2026-01-05 {shift[0]}")).all()
    assert (out["ends_at"] <= pd.Timestamp(f"2026-01-05 {shift[1]}")).all()
    assert sorted([*made.routes["address_id"], *made.left_out["address_id"]]) == sorted(visits["address_id"])
    assert made.left_out["left_out"].isin(LEFT_OUT).all()
    assert_roads_kept(made)


def assert_roads_kept(made):
    """Check that from the station over each stop and back nobody is faster than the roads allow.

    Letters up to 15 m apart share a stop, so half a minute is let pass.
    """
    bases = make_stations().set_index("station")
    rounds = made.rounds.set_index("courier")
    for courier, part in made.routes.groupby("courier"):
        stops = part.groupby("stop", sort=False).agg(
            {"tour": "first", "lng": "first", "lat": "first", "arrive_at": "min", "leave_at": "max"}
        )
        base = bases.loc[[rounds.loc[courier, "station"]]]
        ways = pd.concat([base, stops[["lng", "lat"]], base])
        legs = TRAVEL.legs(ways.iloc[:-1], ways.iloc[1:].set_axis(ways.index[:-1]))["seconds"].to_numpy()
        gone = pd.Series([rounds.loc[courier, "starts_at"], *stops["leave_at"]])
        come = pd.Series([*stops["arrive_at"], rounds.loc[courier, "ends_at"]])
        assert ((come - gone).dt.total_seconds().to_numpy() >= legs - 30.0).all()


SHIFTS = st.sampled_from([("06:00", "12:30"), ("10:00", "14:00"), ("18:00", "23:30")])


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    hours=st.sampled_from([0.5, 1.5, 4.0]),
    capacity=st.integers(1, 12),
    tours=st.integers(1, 2),
    pause=st.sampled_from([0, 30]),
    shift=SHIFTS,
)
def test_no_plan_breaks_a_rule(seed, hours, capacity, tours, pause, shift):
    """Shift, window, capacity, quiet hours, one address per borrower, with letters of any number."""
    visits = make_visits(24, seed)
    draw = np.random.default_rng(seed)
    visits["window_from"] = np.where(draw.random(24) < 0.3, "11:00", None)
    visits["window_to"] = np.where(draw.random(24) < 0.3, "20:00", None)
    visits["letters"] = draw.integers(1, 4, 24)
    visits.loc[draw.random(24) < 0.2, "stop_flag"] = "paid"
    couriers = make_couriers(shift_from=shift[0], shift_to=shift[1], shift_hours=hours, capacity=capacity)
    asked = PlanSettings(iterations=25, bound_by="nothing", tours=tours, break_minutes=pause, seed=seed)
    made = plan(visits, couriers, asked)
    assert_lawful(made, visits, couriers, capacity=capacity, hours=hours, shift=shift)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    channel=st.sampled_from(["courier", "visit"]),
    bound=st.sampled_from(["nothing", "area"]),
    balance=st.integers(0, 3),
    shift=SHIFTS,
)
def test_no_plan_breaks_what_binds_couriers(seed, channel, bound, balance, shift):
    """Areas, fixed couriers, two staff for visits and the caps of all agencies."""
    draw = np.random.default_rng(seed)
    visits = make_visits(24, seed).assign(area=draw.choice(["A", "B"], 24))
    visits["fixed_courier"] = np.where(draw.random(24) < 0.2, draw.choice(["c0", "c1", "c2"], 24), None)
    couriers = pd.DataFrame(
        {
            "courier": ["c0", "c1", "c2"],
            "station": ["S0", "S1", "S0"],
            "area": ["A", "B", None],
            "staff": [1, 2, 2],
        }
    ).assign(shift_from=shift[0], shift_to=shift[1], shift_hours=3.0, capacity=6)
    many = draw.integers(0, 9, 12)
    when = pd.Timestamp("2026-01-04 10:00") - pd.to_timedelta(draw.integers(0, 40, many.sum()), unit="D")
    attempts = pd.DataFrame(
        {"borrower": np.repeat([f"b{i}" for i in range(12)], many), "attempted_at": when}
    ).assign(channel=channel, address_id="x")
    asked = PlanSettings(iterations=25, bound_by=bound, channel=channel, balance_weight=balance, seed=seed)
    made = plan(visits, couriers, asked, attempts=attempts)
    assert_lawful(
        made, visits, couriers, capacity=6, hours=3.0, shift=shift, channel=channel, attempts=attempts
    )
    rows = made.routes[["address_id", "courier"]].merge(visits[["address_id", "area", "fixed_courier"]])
    fixed = rows["fixed_courier"].notna()
    assert (rows.loc[fixed, "courier"] == rows.loc[fixed, "fixed_courier"]).all()
    if bound == "area":
        ground = rows["courier"].map(couriers.set_index("courier")["area"])
        assert (ground.isna() | (ground == rows["area"]) | fixed).all()


@pytest.mark.parametrize("huge", [10**6, 20])
def test_stations_that_share_borrowers_keep_to_the_rules_searched_alone_or_together(monkeypatch, huge):
    """Above a size each station is searched alone; a borrower with addresses at both is still visited once, and it hardly costs."""
    monkeypatch.setattr(solver, "_HUGE", huge)
    visits = make_visits(90, 3).assign(area=["A", "B"] * 45, letters=1)
    couriers = pd.DataFrame(
        {"courier": ["k0", "k1", "k2", "k3"], "station": ["S0", "S1"] * 2, "area": ["A", "B"] * 2}
    ).assign(shift_from="09:00", shift_to="14:00", shift_hours=2.0, capacity=12)
    made = plan(visits, couriers, PlanSettings(iterations=300, bound_by="area", break_minutes=0))
    assert_lawful(made, visits, couriers, capacity=12, hours=2.0, shift=("09:00", "14:00"))
    assert made.summary["expected_deliveries"] > 28.5


@pytest.mark.parametrize("bound", ["nothing", "area"])
def test_a_day_searched_part_by_part_breaks_no_rule(monkeypatch, bound):
    """Large days are cut into parts again and again; nothing is lost, doubled or broken, and it pays."""
    monkeypatch.setattr(solver, "_RACE_FROM_ITERATIONS", 100)
    visits = make_visits(160, 21).assign(area=["A", "B"] * 80, letters=1)
    names = [f"k{i}" for i in range(8)]
    couriers = pd.DataFrame(
        {"courier": names, "station": ["S0", "S1"] * 4, "area": [None, "A", "B", None] * 2}
    )
    couriers = couriers.assign(shift_from="09:00", shift_to="14:00", shift_hours=1.5, capacity=12)
    asked = PlanSettings(iterations=400, bound_by=bound, break_minutes=0)
    whole = plan(visits, couriers, replace(asked, iterations=90))
    seen = []
    monkeypatch.setattr(solver, "_LARGE", 40)
    monkeypatch.setattr(solver, "_QUICK", replace(solver._QUICK, part=25))
    made = plan(visits, couriers, asked, progress=seen.append)
    assert_lawful(made, visits, couriers, capacity=12, hours=1.5, shift=("09:00", "14:00"))

    def net_hours(plan):
        return plan.summary["expected_deliveries"] * asked.worth_minutes / 60 - plan.summary["work_hours"]

    assert net_hours(made) > net_hours(whole)
    again = plan(visits, couriers, asked)
    pd.testing.assert_frame_equal(made.routes, again.routes)


@pytest.mark.parametrize(
    ("hours", "tried"),
    [
        (8.0, [{"_PATIENT"}, {"_BOLD"}, {"_PATIENT"}, {"_BOLD"}]),
        (1.0, [{"_PATIENT"}, {"_QUICK"}, {"_PATIENT", "_QUICK"}]),
    ],
)
def test_patient_steps_race_bold_or_quick_ones(monkeypatch, hours, tried):
    """Bold ones where all can be visited, quick ones where they cannot; both begin with the same plan."""
    monkeypatch.setattr(solver, "_RACE_FROM_ITERATIONS", 100)
    seen, run = [], solver._run
    monkeypatch.setattr(solver, "_run", lambda *args: seen.append(args) or run(*args))
    visits = make_visits(60, 4)
    couriers = make_couriers().assign(shift_hours=hours, capacity=60)
    made = plan(visits, couriers, PlanSettings(iterations=400, bound_by="nothing", break_minutes=0))
    assert (len(made.routes) == visits["borrower"].nunique()) == (hours > 1)
    assert seen[0][1] is seen[1][1]
    assert len(seen) == len(tried)
    for args, names in zip(seen, tried, strict=True):
        assert any(args[3] is getattr(solver, name) for name in names)


def test_a_break_pushes_nobody_out_of_the_window():
    """Where windows leave no room for the break, a stop is given up and no window is missed."""
    visits = make_visits(20, 5).assign(borrower=[f"b{i}" for i in range(20)], lng=117.01, p_delivered=0.5)
    minute = pd.Series(pd.timedelta_range("11:00:00", periods=20, freq="10min"))
    opens = pd.Timestamp("2026-01-05") + minute
    visits["window_from"] = opens.dt.strftime("%H:%M")
    visits["window_to"] = (opens + pd.Timedelta("12min")).dt.strftime("%H:%M")
    asked = PlanSettings(iterations=200, bound_by="nothing", setup_minutes=0, cost_of="travel")
    made = plan(visits, make_couriers().head(1), asked)
    closes = made.routes["address_id"].map((opens + pd.Timedelta("12min")).set_axis(visits["address_id"]))
    assert made.rounds["break_at"].notna().all()
    assert (made.routes["leave_at"] <= closes).all()
    assert len(made.routes) < 20


def test_an_over_full_round_gives_up_what_is_worth_least():
    """A bag holds what it holds: of five letters the two best stay."""
    visits = make_visits(5, 5).assign(borrower=list("vwxyz"), p_delivered=[0.1, 0.9, 0.2, 0.8, 0.3])
    couriers = make_couriers(capacity=2).head(1)
    asked = PlanSettings(bound_by="nothing", break_minutes=0)
    job = prepare(visits, couriers, make_stations(), TRAVEL, None, asked).job
    assert drop_infeasible(job, [[[0, 1, 2, 3, 4]]]) == [[[1, 3]]]


def test_times_agree_with_the_roads():
    """Each stop is reached no earlier than the roads allow from the one before."""
    made = plan(make_visits(20, 1), settings=PlanSettings(iterations=60, bound_by="nothing", break_minutes=0))
    for _, part in made.routes.groupby("courier"):
        stops = part.drop_duplicates("stop")
        legs = TRAVEL.legs(stops.iloc[:-1], stops.iloc[1:].set_axis(stops.index[:-1]))["seconds"].to_numpy()
        gaps = (
            stops["arrive_at"].iloc[1:].to_numpy()
            - part.groupby("stop", sort=False)["leave_at"].max().iloc[:-1].to_numpy()
        )
        assert (gaps / np.timedelta64(1, "s") >= legs - 0.2).all()


def test_the_same_seed_gives_the_same_plan():
    """Two runs with equal settings are equal row by row."""
    first, second = plan(make_visits(30, 2)), plan(make_visits(30, 2))
    pd.testing.assert_frame_equal(first.routes, second.routes)
    pd.testing.assert_frame_equal(first.left_out, second.left_out)


def test_letters_of_one_building_are_one_stop():
    """Two borrowers of one building share stop and set-up time."""
    visits = make_visits(4, 3).iloc[[0, 2]].assign(lng=117.01, lat=36.61)
    made = plan(visits)
    assert len(set(made.routes["stop"])) == 1
    assert made.routes["service_minutes"].tolist() == [5.0, 2.0]
    assert made.routes["travel_m"].iloc[1] == 0.0


def test_every_reason_is_found():
    """Each visit is left out for the one reason that was built into it."""
    visits = make_visits(16, 4).assign(borrower=[f"b{i}" for i in range(16)], area="A", p_delivered=0.5)
    visits.loc[0, "stop_flag"] = "disputed"
    visits.loc[1, "lng"] = np.nan
    visits.loc[2, "lng"] = 119.0
    visits.loc[3, ["window_from", "window_to"]] = ["22:30", "23:30"]
    visits.loc[4, "area"] = "B"
    visits.loc[5, "borrower"] = "b6"
    visits.loc[7, "worth_minutes"] = 0.01
    couriers = make_couriers(area="A")
    made = (
        plan(visits, couriers, PlanSettings(iterations=200))
        .left_out.set_index("address_id")["left_out"]
        .to_dict()
    )
    alternative = {"a5", "a6"} & made.keys()
    assert len(alternative) == 1
    expected = {
        "a0": "policy",
        "a1": "unreachable",
        "a2": "unreachable",
        "a3": "window",
        "a4": "area",
        "a7": "value_low",
    }
    assert made == expected | dict.fromkeys(alternative, "alternative")


@pytest.mark.parametrize(("change", "code"), [({"capacity": 2}, "capacity"), ({"shift_hours": 0.6}, "shift")])
def test_what_would_be_needed_is_true(change, code):
    """With the room or time that the words ask for, one more letter is delivered."""
    visits = make_visits(20, 5).assign(borrower=[f"b{i}" for i in range(20)], worth_minutes=1000.0)
    couriers = make_couriers(**change).head(1)
    asked = PlanSettings(iterations=150, bound_by="nothing", break_minutes=0)
    before = plan(visits, couriers, asked)
    words = before.left_out.loc[before.left_out["left_out"] == code, "would_need"]
    amount = int(words.str.extract(r"需多(?:载)?\s*(\d+)")[0].astype(int).min())
    more = {"capacity": 2 + amount} if code == "capacity" else {"shift_hours": 0.6 + amount / 60}
    after = plan(visits, make_couriers(**more).head(1), asked)
    assert len(after.routes) > len(before.routes)


def test_visits_need_two_staff():
    """By the policy a visit is made by two; a courier alone gets none."""
    visits = make_visits(6, 6).assign(channel="visit")
    asked = PlanSettings(iterations=30, bound_by="nothing", channel="visit")
    alone = plan(visits, make_couriers(staff=1), asked)
    assert set(alone.left_out["left_out"]) == {"policy"}
    assert set(plan(visits, make_couriers(staff=[1, 2]), asked).routes["courier"]) == {"c1"}


def test_caps_over_all_agencies_hold():
    """A borrower whom another agency contacted up to the cap is left out by the policy."""
    visits = make_visits(4, 7)
    cap = next(cap for cap in POLICY.caps if "courier" in cap.channels)
    when = pd.Timestamp("2026-01-04 10:00")
    earlier = pd.DataFrame(
        {"borrower": ["b0"] * cap.most, "channel": "courier", "attempted_at": when, "address_id": "x"}
    )
    made = plan(visits, attempts=earlier)
    assert made.left_out.set_index("address_id").loc[["a0", "a1"], "left_out"].tolist() == [
        "policy",
        "policy",
    ]
    assert set(made.routes["case_id"]) == {"k1"}


def test_areas_and_fixed_couriers_bind():
    """A visit of an area goes to its courier, a fixed one to the named courier whatever the area."""
    visits = make_visits(10, 8).assign(borrower=[f"b{i}" for i in range(10)], area="A")
    visits.loc[:2, "fixed_courier"] = "c1"
    made = plan(visits, make_couriers(area=["A", "B"]), PlanSettings(iterations=100))
    by = made.routes.set_index("address_id")["courier"]
    assert set(by[["a0", "a1", "a2"]]) == {"c1"}
    assert set(by.drop(["a0", "a1", "a2"])) == {"c0"}


def test_soft_areas_keep_together_at_a_price():
    """Nobody leaves the area if it costs too much, all do if it is free; in between rounds stray less."""
    visits = make_visits(40, 33)
    visits["area"] = np.where(np.arange(40) % 2 == 0, "A", "B")
    couriers = make_couriers(area=["A", "B"], shift_hours=2.0)

    def strays(minutes):
        made = plan(visits, couriers, PlanSettings(iterations=150, stray_minutes=minutes))
        own = made.routes["courier"].map({"c0": "A", "c1": "B"})
        area = made.routes["address_id"].map(visits.set_index("address_id")["area"])
        return int((own != area).sum()), made.summary["expected_deliveries"]

    (free, most), (some, _), (none, least) = (strays(minutes) for minutes in (0.0, 15.0, 500.0))
    assert free > some >= none == 0
    assert most >= least


def test_areas_named_after_couriers_bind():
    """Areas derived from past deliveries bear couriers' names; names that fit nobody are an error that says both."""
    visits = make_visits(12, 8).assign(borrower=[f"b{i}" for i in range(12)], area=["c0", "c1", "c2"] * 4)
    made = plan(visits, settings=PlanSettings(iterations=60))
    assert (
        made.routes["courier"] == made.routes["address_id"].map(visits.set_index("address_id")["area"])
    ).all()
    lost = made.left_out.set_index("address_id").loc["a2"]
    assert lost["left_out"] == "area"
    assert "area c2" in lost["would_need"]
    assert "no courier of area c2" in lost["would_need_en"]
    with pytest.raises(InputError, match=r"no courier's area \(X, Y\).*\(c0, c1, c2\)"):
        plan(visits, make_couriers(area=["X", "Y"], courier=["k0", "k1"]), PlanSettings(iterations=60))


def test_reasons_speak_two_languages():
    """Every address left out says why in Chinese and in English."""
    visits = make_visits(40, 21).assign(stop_flag=[None, "paid"] * 20)
    visits.loc[0, "lng"] = np.nan
    out = plan(visits, make_couriers(capacity=3)).left_out
    assert out["would_need"].str.contains(r"[\u4e00-\u9fff]").all()
    assert not out["would_need_en"].str.contains(r"[\u4e00-\u9fff]").any()
    assert out["would_need_en"].str.len().min() > 10


def test_a_matrix_of_ones_own_and_exact_seconds():
    """Rounds follow the given matrix; windows and service are kept to the second; only the way costs."""
    points = spots(4, 30)
    seconds = np.array(
        [[0, 100, 200, 300], [100, 0, 90, 200], [200, 90, 0, 80], [300, 200, 80, 0]], dtype=float
    )
    visits = points.iloc[1:].assign(address_id=["a", "b", "c"], borrower=["a", "b", "c"], p_delivered=0.5)
    visits = visits.assign(required=True, service_minutes=1 / 3, window_from="09:10:05")
    made = plan(
        visits,
        pd.DataFrame({"courier": ["c0"], "station": ["S"]}),
        settings=PlanSettings(iterations=50, bound_by="nothing", cost_of="travel", setup_minutes=0),
        travel=MatrixTimes(points, seconds),
        policy=None,
        stations=points.head(1).assign(station="S"),
    ).routes
    assert made["address_id"].tolist() in (["a", "b", "c"], ["c", "b", "a"])
    assert made["arrive_at"].iloc[0] == pd.Timestamp("2026-01-05 09:10:05")
    assert (made["leave_at"] - made["arrive_at"]).eq(pd.Timedelta(seconds=20)).all()
    assert made["travel_m"].iloc[1:].isin([90.0, 80.0]).all()
    strange = plan(
        spots(1, 31).assign(address_id="d", borrower="d", p_delivered=0.5),
        travel=MatrixTimes(points, seconds),
        stations=points.head(1).assign(station="S0"),
        couriers=make_couriers().head(1),
        policy=None,
    )
    assert "travel matrix" in strange.left_out["would_need_en"].iloc[0]


def test_couriers_who_are_alike_are_all_used():
    """Six couriers of one station and equal shift share the work, each on a round of its own."""
    couriers = pd.DataFrame({"courier": [f"k{i}" for i in range(6)], "station": "S0", "capacity": 3})
    made = plan(make_visits(40, 32), couriers, PlanSettings(iterations=60, bound_by="nothing"))
    assert (made.rounds["letters"] == 3).all()
    assert made.routes["courier"].nunique() == 6


def test_required_visits_go_first():
    """A required visit of little worth replaces better ones where there is room for one."""
    visits = make_visits(8, 9).assign(required=[False] * 7 + [True])
    visits.loc[7, "p_delivered"] = 0.01
    made = plan(visits, make_couriers(capacity=1).head(1), PlanSettings(iterations=100, bound_by="nothing"))
    assert made.routes["address_id"].tolist() == ["a7"]


def test_a_second_tour_carries_more():
    """With a bag of three, coming back to load delivers more."""
    visits = make_visits(24, 10)
    couriers = make_couriers(capacity=3)
    once = plan(visits, couriers, PlanSettings(iterations=80, bound_by="nothing"))
    twice = plan(visits, couriers, PlanSettings(iterations=80, bound_by="nothing", tours=2))
    assert len(once.routes) == 6
    assert len(twice.routes) > 9
    assert twice.routes.groupby("courier")["tour"].max().max() == 2


def test_balance_evens_out_the_work():
    """With a weight on it, the longest round gets shorter."""
    visits = make_visits(30, 11)
    couriers = make_couriers(station="S0")
    free = plan(visits, couriers, PlanSettings(iterations=200, bound_by="nothing")).rounds["work_hours"]
    even = plan(visits, couriers, PlanSettings(iterations=200, bound_by="nothing", balance_weight=5)).rounds[
        "work_hours"
    ]
    assert even.max() - even.min() <= free.max() - free.min()
    assert even.max() - even.min() < 0.5


def test_the_rest_of_the_day_is_planned_anew():
    """Finished borrowers are not tried again; who carries a letter keeps it; nobody starts in the past."""
    morning = plan(make_visits(40, 12), settings=PlanSettings(iterations=100, bound_by="nothing"))
    now = pd.Timestamp("2026-01-05 10:05")
    done = morning.routes.loc[morning.routes["leave_at"] <= now]
    rest = replan_routes(
        morning, now=now, finished=list(done["address_id"]), policy=POLICY, attempts=NO_ATTEMPTS
    )
    assert len(done) > 0
    assert not set(done["case_id"]) & set(rest.routes["case_id"])
    carrier = morning.routes.set_index("case_id")["courier"]
    assert (rest.routes["courier"].to_numpy() == carrier.loc[rest.routes["case_id"]].to_numpy()).all()
    assert (rest.routes["arrive_at"] >= now).all()
    with pytest.raises(InputError, match="the plan is for"):
        replan_routes(
            morning, now=now + pd.Timedelta(days=1), finished=[], policy=POLICY, attempts=NO_ATTEMPTS
        )


def test_no_visit_no_stop():
    """An empty day gives empty tables with their columns."""
    made = plan(make_visits(0, 1), travel=StraightTimes())
    assert list(made.routes.columns) == list(table("routes").columns)
    assert made.rounds["stops"].tolist() == [0, 0]
    assert made.left_out.empty


def test_inputs_are_untouched_and_checked():
    """Frames stay as they were; what is missing or wrong is named."""
    visits = make_visits(6, 13)
    before = visits.copy()
    plan(visits)
    pd.testing.assert_frame_equal(visits, before)
    with pytest.raises(ColumnError, match="lawful_source"):
        plan(visits.drop(columns="lawful_source"))
    with pytest.raises(InputError, match="comes twice"):
        plan(pd.concat([visits, visits]))
    with pytest.raises(InputError, match="station 'S7'"):
        plan(visits, make_couriers(station="S7"))
    with pytest.raises(InputError, match="ends"):
        plan(visits, make_couriers(shift_from="10:00", shift_to="09:00"))


def test_progress_is_told():
    """The search reports how far it is and can be watched."""
    seen = []
    plan(
        make_visits(60, 14),
        settings=PlanSettings(iterations=None, seconds=1.0, bound_by="nothing"),
        progress=seen.append,
    )
    assert len(seen) >= 1
    assert 0 < seen[-1].value_share <= 1
