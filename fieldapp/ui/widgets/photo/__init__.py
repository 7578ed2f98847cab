"""Drawing on a photo: what was drawn, how it is painted into the picture, the surface it is drawn on."""
