"""Train a small face detector with landmarks from the answers of a larger one."""
