"""Films that last long enough to be interrupted."""

import av


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
