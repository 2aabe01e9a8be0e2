"""A live camera on the network that can die and come back."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np

BOUNDARY = "picture"


class Stream:
    """A live camera on the network: Motion JPEG over HTTP, which can die or fall silent."""

    def __init__(self, port=0):
        stream = self
        self.silent, self.stopped = threading.Event(), threading.Event()
        self.connections = 0

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                stream.connections += 1
                self.send_response(200)
                kind = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
                self.send_header("Content-Type", kind)
                self.end_headers()
                stream.send(self.wfile)
                self.close_connection = True

            def log_message(self, *_):
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/live.mjpg"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def send(self, file):
        number = 0
        while not self.stopped.wait(0.03):
            if self.silent.is_set():
                continue
            number += 1
            picture = np.full((120, 160, 3), number % 200 + 20, np.uint8)
            jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
            head = (
                f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            )
            try:
                file.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return

    def die(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def streaming(port=0):
    stream = Stream(port)
    try:
        yield stream
    finally:
        if not stream.stopped.is_set():
            stream.die()
