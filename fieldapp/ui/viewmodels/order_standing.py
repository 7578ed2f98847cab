"""What stands at the top of an order until a person has done something about it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain_problem

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail


def sent_back_words(detail: OrderDetail) -> Words | None:
    """The endpoint did not take a change: why, until it is sent again. None when nothing was sent back."""
    if detail.sent_back is None or detail.frozen:
        return None
    why = explain_problem(detail.sent_back)
    return Words(tr("这张单的修改被退回，还没有送达服务台。"), why, tr("改正后到“同步”里点“重试”。"))
