"""The small parts every screen is built of. Each is imported when somebody first asks for it: the gate has no badges, and does
not wait for the words of an order that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.ui.widgets.on_demand import parts_of

if TYPE_CHECKING:
    from fieldapp.ui.widgets.common.badges import Badge, CountdownRing, PriorityBadge, StateBadge
    from fieldapp.ui.widgets.common.buttons import (
        Button,
        Chip,
        DangerButton,
        GhostButton,
        IconButton,
        PrimaryButton,
        SecondaryButton,
    )
    from fieldapp.ui.widgets.common.containers import Card, EmptyState, GivingWay, InlineNotice, Line, ScrollPage, clear_layout
    from fieldapp.ui.widgets.common.labels import ElidedText, Icon, IconText, PlaceText, SectionTitle, Text
    from fieldapp.ui.widgets.common.tone_dot import ToneDot

__all__ = [
    "Badge",
    "Button",
    "Card",
    "Chip",
    "CountdownRing",
    "DangerButton",
    "ElidedText",
    "EmptyState",
    "GhostButton",
    "GivingWay",
    "Icon",
    "IconButton",
    "IconText",
    "InlineNotice",
    "Line",
    "PlaceText",
    "PrimaryButton",
    "PriorityBadge",
    "ScrollPage",
    "SecondaryButton",
    "SectionTitle",
    "StateBadge",
    "Text",
    "ToneDot",
    "clear_layout",
]

_PLACES = {
    "badges": ("Badge", "CountdownRing", "PriorityBadge", "StateBadge"),
    "buttons": ("Button", "Chip", "DangerButton", "GhostButton", "IconButton", "PrimaryButton", "SecondaryButton"),
    "containers": ("Card", "EmptyState", "GivingWay", "InlineNotice", "Line", "ScrollPage", "clear_layout"),
    "labels": ("ElidedText", "Icon", "IconText", "PlaceText", "SectionTitle", "Text"),
    "tone_dot": ("ToneDot",),
}
_MODULES = {name: module for module, names in _PLACES.items() for name in names}

if not TYPE_CHECKING:  # for the type checker a name that is not above is none
    __getattr__ = parts_of(__name__, _MODULES)
