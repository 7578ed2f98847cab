"""The window: what a person sees, and what it runs on."""

from fieldapp.ui.overrides import guard_overrides

guard_overrides()
