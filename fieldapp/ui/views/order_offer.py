"""What could be taken over from earlier orders: offered above the form, one at a time, never filled in by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.order_history import Offer
from fieldapp.ui.widgets.common import InlineNotice


class OfferNotice(InlineNotice):
    """`taken(Offer)`, `put_away(Offer)`."""

    taken = Signal(object)
    put_away = Signal(object)

    def __init__(self) -> None:
        super().__init__(closable=False)
        self._offer: Offer | None = None

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        offer = offers[0] if offers else None
        if offer == self._offer:
            return
        self._offer = offer
        if offer is None:
            self.hide()
            return
        take = (offer.action, lambda: self.taken.emit(offer))
        leave = (tr("不用"), lambda: self.put_away.emit(offer))
        self.say(Tone.NEUTRAL, offer.words, offer.detail, actions=(take, leave))
