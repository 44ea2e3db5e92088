from django.apps import AppConfig


class ActualsConfig(AppConfig):
    name = "indicators.actuals"
    verbose_name = "年度实际值"

    def ready(self) -> None:
        from common import past  # noqa: PLC0415  models are there only now
        from common.records.services import kinds  # noqa: PLC0415
        from common.stamps.rules import NO_PART, Watch, watch  # noqa: PLC0415
        from indicators.actuals.rules.public import (  # noqa: PLC0415
            PART_OF_A_PUBLICATION,
            PART_OF_A_VALUE,
            PUBLIC_OF_A_CHANGE,
            PUBLIC_OF_A_VALUE,
        )
        from indicators.actuals.selectors.past import relations  # noqa: PLC0415
        from indicators.actuals.services.kind import ActualKind  # noqa: PLC0415

        kinds.register(ActualKind())
        past.register(relations, order=1)
        watch("actuals.actual", Watch(public=PUBLIC_OF_A_VALUE, part=PART_OF_A_VALUE))
        watch("records.publication", Watch(part=PART_OF_A_PUBLICATION))
        watch("records.historyrow", Watch(public=(PUBLIC_OF_A_CHANGE,), part=NO_PART))
