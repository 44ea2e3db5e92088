from django.apps import AppConfig

from common.stamps.rules import leave_out


class PlansConfig(AppConfig):
    name = "indicators.plans"
    verbose_name = "规划"

    def ready(self) -> None:
        from common import past  # noqa: PLC0415  models are there only now
        from common.records.services import kinds  # noqa: PLC0415
        from indicators.plans.selectors.past import relations  # noqa: PLC0415
        from indicators.plans.services.kind import PlanKind  # noqa: PLC0415

        kinds.register(PlanKind())
        past.register(relations, order=2)
        leave_out({"plans.loadedfile": "what load_plans need not read again"})
