"""Web mode: the page."""
