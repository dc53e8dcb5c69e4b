"""The demo: the main job in one piece, over real HTTP through all layers."""
