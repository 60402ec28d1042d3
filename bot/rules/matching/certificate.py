"""A proof that an assignment is the best there is, found and checked without trusting the solver.

Linear programming duality: prices u of rows and v of columns, none negative, with u + v >= weight everywhere and
equality on the chosen cells, u = 0 for rows left out and v = 0 for columns not used. Whoever has them can add up that
no other assignment weighs more. Whole numbers throughout, so the check is exact.
"""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

FORBIDDEN = -(2**60)  # far below any sum of weights, far above overflow
UNPLACED = -1


def prices(weights: Integers, column_of: Integers) -> tuple[Integers, Integers]:
    """The lowest column prices, and the row prices that go with them, that the assignment allows.

    `column_of` gives each row's column or UNPLACED. Bellman-Ford on the columns: it settles within as many rounds as
    there are columns if the assignment is the best, and is stopped there if it is not.
    """
    placed = column_of != UNPLACED
    rows = np.arange(len(column_of))
    weight_of_row = np.where(placed, weights[rows, column_of], 0)
    columns = np.zeros(weights.shape[1], dtype=np.int64)
    for _ in range(weights.shape[1] + 1):
        row_prices = weight_of_row - np.where(placed, columns[column_of], 0)
        raised = np.maximum(columns, (weights - row_prices[:, None]).max(axis=0))
        if np.array_equal(raised, columns):
            break
        columns = raised
    return weight_of_row - np.where(placed, columns[column_of], 0), columns


def holds(weights: Integers, column_of: Integers, row_prices: Integers, column_prices: Integers) -> bool:
    """Whether the prices prove that the assignment is the best for these weights."""
    placed = column_of != UNPLACED
    used = np.isin(np.arange(weights.shape[1]), column_of[placed])
    spare = row_prices[:, None] + column_prices[None, :] - weights
    return bool(
        (row_prices >= 0).all()
        and (column_prices >= 0).all()
        and (spare >= 0).all()
        and (spare[placed, column_of[placed]] == 0).all()
        and (row_prices[~placed] == 0).all()
        and (column_prices[~used] == 0).all()
    )


def is_best(weights: Integers, column_of: Integers) -> bool:
    """Whether an assignment is the best for these weights, proved by prices."""
    if weights.size == 0:
        return True
    return holds(weights, column_of, *prices(weights, column_of))
