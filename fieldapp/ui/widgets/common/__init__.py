"""The small parts every screen is built of."""

from fieldapp.ui.widgets.common.badges import Badge, CountdownRing, PriorityBadge, StateBadge, ToneDot
from fieldapp.ui.widgets.common.buttons import Button, Chip, DangerButton, GhostButton, IconButton, PrimaryButton, SecondaryButton
from fieldapp.ui.widgets.common.containers import Card, EmptyState, GivingWay, InlineNotice, Line, ScrollPage, clear_layout
from fieldapp.ui.widgets.common.labels import ElidedText, Icon, IconText, SectionTitle, Text

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
