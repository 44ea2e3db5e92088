from django.apps import AppConfig

from common.stamps.rules import NOT_PUBLIC, leave_out, watch


class RecordsConfig(AppConfig):
    name = "common.records"
    label = "records"
    verbose_name = "变更记录"

    def ready(self) -> None:
        from common import past  # noqa: PLC0415
        from common.records import append_only, checks  # noqa: F401, PLC0415  registers itself
        from common.records.selectors.past import relations  # noqa: PLC0415

        append_only.register("records_historyrow", append_only.Guard(("record_id", "number")))
        past.register(relations, order=3)
        leave_out({"records.historyhead": "moves on with the rows of the history"})
        # The public is told of publications.
        for name in ("record", "historyrow", "evidence"):
            watch(f"records.{name}", NOT_PUBLIC)
