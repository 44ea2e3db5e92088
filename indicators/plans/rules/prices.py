"""At which prices values count that have money in them.

Official reductions are at constant prices, the levels behind them at current ones: a reduction
computed from such levels has the change of prices in it.
"""

from dataclasses import dataclass

from indicators.plans.rules.enums import PriceBasis


@dataclass(frozen=True, slots=True)
class Prices:
    """The price basis of an indicator and, of a reduction, that of its level.

    None where no money is in the value.
    """

    own: PriceBasis | None = None
    level: PriceBasis | None = None

    @property
    def differ(self) -> bool:
        """Whether the levels count at other prices than the reduction of them."""
        return self.own is not None and self.level is not None and self.own is not self.level


NO_PRICES = Prices()


def prices_of(own: str, level: str | None) -> Prices:
    """From the columns of the catalogue, in which "" stands for none."""
    return Prices(_basis(own), _basis(level or ""))


def _basis(word: str) -> PriceBasis | None:
    return PriceBasis(word) if word else None
