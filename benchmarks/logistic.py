"""Logistic regression with weights that are never negative, and how well a ranking does."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]  # (rows, signs)
Vector = NDArray[np.float64]

_STEPS = 20_000
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """The logarithm of the odds is `bias` and the weighted sum of the signs."""

    bias: float
    weights: Vector

    def scores(self, signs: Matrix) -> Vector:
        """Return the probability of every row."""
        return _logistic(self.bias + signs @ self.weights)


def fit(signs: Matrix, is_wrong: Vector, ridge: float, expected: Vector) -> Model:
    """Return the likeliest model; what the rows do not tell stays as it was expected.

    Weights are held near the expected ones by `ridge` times half the squares of the differences.
    Projected gradient with momentum (FISTA, Beck and Teboulle 2009); the bias is free.
    """
    design = np.column_stack([np.ones(len(signs)), signs])
    held = np.append(0.0, np.full(signs.shape[1], ridge))
    anchor = np.append(0.0, expected)
    step = 1 / (np.linalg.norm(design, 2) ** 2 / (4 * len(design)) + ridge)
    found = ahead = np.zeros(design.shape[1])
    momentum = 1.0
    for _ in range(_STEPS):
        error = _logistic(design @ ahead) - is_wrong
        moved = ahead - step * (design.T @ error / len(design) + held * (ahead - anchor))
        moved[1:] = np.maximum(moved[1:], 0.0)
        next_momentum = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = moved + (momentum - 1) / next_momentum * (moved - found)
        if np.max(np.abs(moved - found)) < _TOLERANCE:
            break
        found, momentum = moved, next_momentum
    return Model(float(found[0]), found[1:])


def area_under_curve(scores: Vector, is_wrong: Vector) -> float:
    """Return how often a wrong row is ranked above a right one; ties count half."""
    wrong, right = scores[is_wrong > 0], scores[is_wrong == 0]
    if not len(wrong) or not len(right):
        return float("nan")
    above = (wrong[:, None] > right).mean() + 0.5 * (wrong[:, None] == right).mean()
    return float(above)


def share_in_first(scores: Vector, is_wrong: Vector, part: float) -> float:
    """Return what share of the wrong rows is in the first part of the ranked list."""
    count = round(part * len(scores))
    first = np.argsort(-scores, kind="stable")[:count]
    return float(is_wrong[first].sum() / is_wrong.sum()) if is_wrong.any() else float("nan")


def precision_and_recall(scores: Vector, is_wrong: Vector, limit: float) -> tuple[float, float]:
    """Return what share of the listed rows is wrong, and of the wrong ones listed."""
    listed = scores >= limit
    hits = float(is_wrong[listed].sum())
    precision = hits / listed.sum() if listed.any() else float("nan")
    return precision, hits / is_wrong.sum() if is_wrong.any() else float("nan")


def _logistic(values: Vector) -> Vector:
    found: Vector = 0.5 * (1 + np.tanh(values / 2))
    return found
