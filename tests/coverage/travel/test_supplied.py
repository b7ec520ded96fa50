"""Travel times that are given: looked up, never guessed."""

import numpy as np
import pandas as pd
import pytest
from grid_town import spots

from workbench.coverage import MatrixTimes
from workbench.errors import InputError

POINTS = spots(3, 1)
SECONDS = np.array([[0.0, 10.0, 20.0], [12.0, 0.0, np.inf], [22.0, 33.0, 0.0]])
TIMES = MatrixTimes(POINTS, SECONDS)


def test_rows_are_found_by_their_place():
    """Any order and selection of the points gives the cells of the matrix, both ways."""
    found = TIMES.matrix(POINTS.iloc[[2, 0]], POINTS.iloc[[1]])
    assert found.seconds.tolist() == [[33.0], [10.0]]
    assert (found.metres == found.seconds).all()
    assert np.isinf(TIMES.legs(POINTS.iloc[[1]], POINTS.iloc[[2]])["seconds"].iloc[0])


def test_points_that_were_not_given_are_flagged():
    """A stranger, and a point without coordinates, have no way to anywhere."""
    strange = pd.DataFrame({"lng": [117.5, np.nan], "lat": [36.0, np.nan]})
    assert TIMES.snap(strange)["far_from_road"].all()
    assert not TIMES.snap(POINTS)["far_from_road"].any()
    assert np.isinf(TIMES.matrix(strange, POINTS).seconds).all()


def test_reach_is_what_the_matrix_says():
    """Within twelve seconds of the second point lie itself and the first."""
    (near,) = TIMES.reach(POINTS.iloc[[1]], 12.0)
    assert near["seconds"].tolist() == [12.0, 0.0]


@pytest.mark.parametrize("wrong", [SECONDS[:2], -SECONDS, SECONDS * np.nan])
def test_a_matrix_that_cannot_be_is_refused(wrong):
    """Shape, sign and missing values are checked and said."""
    with pytest.raises(InputError, match="travel matrix: seconds"):
        MatrixTimes(POINTS, wrong)
