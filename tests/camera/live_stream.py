"""A live camera on the network that can die and come back."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np

BOUNDARY = "picture"


class Stream:
    """A live camera on the network: Motion JPEG over HTTP, which can die or fall silent.

    It shows the pictures given, again and again, else a grey that changes.
    """

    def __init__(self, port=0, pictures=None):
        stream = self
        greys = (np.full((120, 160, 3), number + 20, np.uint8) for number in range(200))
        self.jpegs = [cv2.imencode(".jpg", one)[1].tobytes() for one in pictures or greys]
        self.silent, self.stopped = threading.Event(), threading.Event()
        self.connections, self.watching = 0, 0

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                stream.connections += 1
                self.send_response(200)
                kind = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
                self.send_header("Content-Type", kind)
                self.end_headers()
                stream.watching += 1
                stream.send(self.wfile)
                stream.watching -= 1
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
            jpeg = self.jpegs[number % len(self.jpegs)]
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
def streaming(port=0, pictures=None):
    stream = Stream(port, pictures)
    try:
        yield stream
    finally:
        if not stream.stopped.is_set():
            stream.die()
