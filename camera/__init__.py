"""Local mode: cameras and windows."""
