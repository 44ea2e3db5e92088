from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "任务"

    def ready(self) -> None:
        from common import past  # noqa: PLC0415  models are there only now
        from common.records import append_only  # noqa: PLC0415
        from common.records.services import kinds  # noqa: PLC0415
        from common.stamps.rules import NO_PART, Watch, watch  # noqa: PLC0415
        from tasks.append_only import GUARD, TABLE  # noqa: PLC0415
        from tasks.rules.public import PUBLIC_OF_A_STATEMENT  # noqa: PLC0415
        from tasks.selectors.past import relations  # noqa: PLC0415
        from tasks.services.kind import ProgressKind  # noqa: PLC0415
        from tasks.services.task_kind import TaskKind  # noqa: PLC0415

        append_only.register(TABLE, GUARD)
        kinds.register(ProgressKind())
        kinds.register(TaskKind())
        past.register(relations, order=4)
        watch("tasks.statement", Watch(public=(PUBLIC_OF_A_STATEMENT,), part=NO_PART))
