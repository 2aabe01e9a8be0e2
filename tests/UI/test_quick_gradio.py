import subprocess
import sys

from tests.command_line import PROJECT

PROGRAM = """
import inspect
from UI.quick_gradio import quick_layout, without_stubs
found = inspect.getfile, inspect.getfullargspec
with without_stubs():
    import gradio as gr
with quick_layout():
    with gr.Blocks(analytics_enabled=False) as blocks:
        box = gr.Textbox(label="Name")
        box.submit(lambda name: name, box, box)
assert (inspect.getfile, inspect.getfullargspec) == found
app = gr.mount_gradio_app(__import__("fastapi").FastAPI(), blocks, path="/")
assert app.routes[-1].app.get_blocks() is blocks
assert blocks.config["components"][0]["props"]["label"] == "Name"
"""


def test_a_layout_that_was_made_quickly_is_whole_and_leaves_python_as_it_was():
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=PROJECT, check=True, timeout=120)
