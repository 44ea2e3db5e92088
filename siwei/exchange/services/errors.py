"""Why a file is not imported (`common.refusals` says why anything is)."""

from collections.abc import Mapping

from common.refusals import Refused


class RowsRefused(Refused):
    """Some of the rows stood in the way, so that nothing was written.

    `rows`: by the index of each row in the batch, what is said of it.
    """

    code = "rows_refused"

    def __init__(self, message: str, rows: Mapping[int, str]) -> None:
        super().__init__(message)
        self.rows = dict(rows)


class BatchDone(Refused):
    """The batch was committed, taken back or discarded already: nothing was done again."""

    code = "batch_done"
