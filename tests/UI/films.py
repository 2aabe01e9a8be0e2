"""Films made for tests: of still pictures, and long enough to be interrupted."""

import av
import numpy as np

FRAMES_A_SECOND = 25
HERTZ = 48_000


def write_video(file, images, seconds, sound=True):
    """Write still pictures as a video (H.264, AAC), each for as long as the others."""
    height, width = (length // 2 * 2 for length in images[0].shape[:2])
    with av.open(str(file), "w") as container:
        video = container.add_stream("libx264", rate=FRAMES_A_SECOND, options={"crf": "30"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = container.add_stream("aac", rate=HERTZ, layout="mono") if sound else None
        total = int(seconds * FRAMES_A_SECOND)
        for number in range(total):
            image = images[number * len(images) // total]
            frame = av.VideoFrame.from_ndarray(image[:height, :width], format="bgr24")
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio:
            tone = np.sin(np.arange(int(seconds * HERTZ)) * 0.05)[None].astype(np.float32)
            frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            frame.sample_rate = HERTZ
            container.mux(audio.encode(frame))
            container.mux(audio.encode(None))
    return file


def looped(film, file, times):
    """Write a film several times over into one file, without encoding it again."""
    with av.open(str(file), "w") as target:
        written, start = None, 0
        for _ in range(times):
            end = start
            with av.open(str(film)) as source:
                stream = source.streams.video[0]
                written = written or target.add_stream_from_template(stream)
                for packet in source.demux(stream):
                    if packet.dts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + start, packet.dts + start
                    end = max(end, packet.pts + packet.duration)
                    packet.stream = written
                    target.mux(packet)
            start = end
    return file
