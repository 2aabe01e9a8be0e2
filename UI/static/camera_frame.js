// A camera's picture as it is sent to the program: its number in four bytes, then a small JPEG.
const frameCanvas = document.createElement('canvas');
// Read back for every frame: it must not live in the graphics card.
const framePen = frameCanvas.getContext('2d', {willReadFrequently: true});

function frameMessage(video, number, {longestSide, quality}) {
  const scale = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight));
  const wide = Math.round(video.videoWidth * scale), tall = Math.round(video.videoHeight * scale);
  if (frameCanvas.width !== wide || frameCanvas.height !== tall) {
    [frameCanvas.width, frameCanvas.height] = [wide, tall];
  }
  framePen.drawImage(video, 0, 0, wide, tall);
  // At once: toBlob waits for idle moments, which a busy page hasn't.
  const jpeg = atob(frameCanvas.toDataURL('image/jpeg', quality).split(',')[1]);
  const message = new Uint8Array(4 + jpeg.length);
  new DataView(message.buffer).setUint32(0, number);
  for (let at = 0; at < jpeg.length; at++) message[4 + at] = jpeg.charCodeAt(at);
  return message;
}

// Whose session has ended gets no line, and isn't told why: only of an answer to a plain question
// the page hears that it has to ask for the password.
const askForSession = () => fetch(location.pathname, {method: 'HEAD'}).catch(() => {});
