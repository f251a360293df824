import numpy as np
import pytest

from benchmarks import logistic
from benchmarks.logistic import Model


def drawn(weights: list[float], bias: float, count: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    signs = rng.exponential(size=(count, len(weights)))
    odds = Model(bias, np.array(weights)).scores(signs)
    return signs, (rng.uniform(size=count) < odds).astype(float)


def test_the_weights_that_made_the_rows_are_found_again() -> None:
    model = logistic.fit(*drawn([2.0, 0.0, 0.7], -3.0), 0.0, np.zeros(3))
    assert model.bias == pytest.approx(-3.0, abs=0.3)
    assert model.weights == pytest.approx([2.0, 0.0, 0.7], abs=0.25)


def test_no_weight_is_below_zero() -> None:
    model = logistic.fit(*drawn([-2.0, 1.0], 0.0), 0.0, np.zeros(2))
    assert model.weights[0] == 0
    assert model.weights[1] > 0


def test_what_the_rows_do_not_tell_stays_as_expected() -> None:
    signs, is_wrong = drawn([2.0, 0.7], -3.0)
    signs = np.column_stack([signs, np.zeros(len(signs))])
    model = logistic.fit(signs, is_wrong, 1e-3, np.array([0.0, 0.0, 1.5]))
    assert model.weights[2] == pytest.approx(1.5, abs=0.01)
    assert model.weights[:2] == pytest.approx([2.0, 0.7], abs=0.3)


def test_a_ridge_holds_weights_near_what_is_expected() -> None:
    table = drawn([2.0, 0.7], -3.0)
    free, held = (logistic.fit(*table, ridge, np.zeros(2)) for ridge in (0.0, 0.1))
    assert np.all(held.weights < free.weights)


def test_a_ranking_is_as_good_as_what_it_puts_first() -> None:
    scores = np.array([0.9, 0.8, 0.2, 0.1, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0])
    is_wrong = np.array([1.0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    assert logistic.share_in_first(scores, is_wrong, 0.1) == 0.5
    assert logistic.share_in_first(scores, is_wrong, 0.3) == 1.0
    assert logistic.precision_and_recall(scores, is_wrong, 0.5) == (0.5, 0.5)
    assert logistic.area_under_curve(scores, is_wrong) == pytest.approx(15 / 16)


def test_without_wrong_rows_there_is_nothing_to_say() -> None:
    scores, none = np.array([0.5, 0.1]), np.zeros(2)
    assert np.isnan(logistic.share_in_first(scores, none, 0.5))
    assert np.isnan(logistic.area_under_curve(scores, none))
    assert all(np.isnan(logistic.precision_and_recall(scores, none, 0.9)))
