"""Drives the real windows as a person would, for the headless demo and the picture tour: clicks, typing, ink; never a
shortcut past them."""
