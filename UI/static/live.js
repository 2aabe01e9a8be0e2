// The live tab: the browser's camera drawn at its own speed, small frames sent to the
// recogniser, its answers drawn on top. Nothing is kept.
const root = element.querySelector('.fm-live');
const {words, looks, path} = JSON.parse(root.dataset.live);
const language = (document.documentElement.lang || navigator.language).startsWith('zh') ? 'zh' : 'en';
const say = (key, values = {}) => Object.entries(values).reduce(
  (sentence, [name, value]) => sentence.replace(`{${name}}`, value), words[language][key]);
const part = (name) => root.querySelector(`#live-${name}`);
const video = part('video'), canvas = part('canvas'), pen = canvas.getContext('2d');
const noteBox = part('note'), form = part('form'), nameField = part('name'), list = part('list');

const LONGEST_SIDE = 640, QUALITY = 0.7, IN_FLIGHT = 2;
const OPEN = 1, FIRST_PAUSE = 500, LONGEST_PAUSE = 10000, LOST_AFTER = 5000;

let camera = null, socket = null, pause = FIRST_PAUSE, retry = null, number = 0;
let faces = [], frameSize = [1, 1], chosen = null, undrawn = null;
const sent = new Map();  // number of a frame -> when it was captured
let answers = [], ages = [];
window.facemind = {answersPerSecond: 0, medianAgeMs: null, faces: 0};

for (const one of root.querySelectorAll('[data-say]')) one.textContent = say(one.dataset.say);
nameField.placeholder = say(nameField.dataset.placeholder);
tell(say('hint'));
listFaces();

function tell(sentence, kind = '') {
  noteBox.textContent = sentence;
  noteBox.className = `fm-note ${kind}`;
}

async function start() {
  if (camera) return;
  if (!navigator.mediaDevices) return tell(say('insecure'), 'fm-bad');
  part('start').disabled = true;
  try {
    camera = await navigator.mediaDevices.getUserMedia(
      {video: {width: {ideal: 640}, height: {ideal: 480}, facingMode: 'user'}});
  } catch (error) {
    const known = {NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'no_camera',
      OverconstrainedError: 'no_camera', NotReadableError: 'busy', AbortError: 'busy'}[error.name];
    return tell(known ? say(known) : say('failed', {reason: error.message}), 'fm-bad');
  } finally {
    part('start').disabled = false;
  }
  camera.getVideoTracks()[0].addEventListener('ended', () => {
    stop();
    tell(say('ended'), 'fm-bad');
  });
  video.srcObject = camera;
  await video.play();
  running(true);
  tell(say('connecting'));
  connect();
  nextFrame();
}

function stop() {
  for (const track of camera?.getTracks() ?? []) track.stop();
  camera = null;
  video.srcObject = null;
  clearTimeout(retry);
  socket?.close();
  socket = null;
  forget();
  running(false);
  tell(say('hint'));
  pen.clearRect(0, 0, canvas.width, canvas.height);
}

function running(on) {
  part('start').hidden = on;
  part('stop').hidden = !on;
  root.classList.toggle('fm-live-on', on);
}

function forget() {
  sent.clear();
  faces = [], answers = [], ages = [], undrawn = null;
  closeForm();
  listFaces();
  count();
}

function connect() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const opened = new WebSocket(`${scheme}://${location.host}${path}?language=${language}`);
  opened.binaryType = 'arraybuffer';
  socket = opened;
  opened.onmessage = (message) => opened === socket && receive(JSON.parse(message.data));
  opened.onopen = () => { pause = FIRST_PAUSE; tell(say('hint')); };
  opened.onclose = () => {
    if (opened !== socket || !camera) return;
    forget();
    tell(say('reconnecting'), 'fm-warn');
    retry = setTimeout(connect, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  };
}

function receive(answer) {
  if (answer.problem) return tell(answer.problem, 'fm-bad');
  if (answer.enrolled) return enrolled(answer.enrolled);
  const captured = sent.get(answer.number);
  sent.delete(answer.number);
  if (answer.skipped || captured === undefined) return;
  faces = answer.faces;
  frameSize = [answer.width, answer.height];
  undrawn = captured;
  answers.push(performance.now());
  listFaces();
}

function nextFrame() {
  if (!camera) return;
  const go = () => { draw(); offer(); nextFrame(); };
  if (video.requestVideoFrameCallback && !document.hidden) video.requestVideoFrameCallback(go);
  else setTimeout(go, 40);
}

// A page that nobody looks at sends nothing.
const looked = () => !document.hidden && canvas.offsetParent !== null;

const small = document.createElement('canvas');
function offer() {
  const now = performance.now();
  for (const [old, captured] of sent) if (now - captured > LOST_AFTER) sent.delete(old);
  if (!looked() || socket?.readyState !== OPEN || sent.size >= IN_FLIGHT || !video.videoWidth) return;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  small.width = Math.round(video.videoWidth * scale);
  small.height = Math.round(video.videoHeight * scale);
  small.getContext('2d').drawImage(video, 0, 0, small.width, small.height);
  const mine = ++number, line = socket;
  sent.set(mine, now);
  small.toBlob(async (jpeg) => {
    if (!jpeg || line.readyState !== OPEN) return sent.delete(mine);
    const message = new Uint8Array(4 + jpeg.size);
    new DataView(message.buffer).setUint32(0, mine);
    message.set(new Uint8Array(await jpeg.arrayBuffer()), 4);
    line.send(message);
  }, 'image/jpeg', QUALITY);
}

const lookOf = (face) => face.name ? looks.known : face.decided ? looks.unknown : looks.undecided;
const wordsOf = (face) => face.name ? `${face.name} ${face.similarity.toFixed(2)}`
  : face.decided ? say('page.unknown') : say('page.looking');

// Boxes on the canvas, mirrored as the video is; words are not.
function placed(face) {
  const [x1, y1, x2, y2] = face.box;
  const across = canvas.width / frameSize[0], down = canvas.height / frameSize[1];
  return [canvas.width - x2 * across, y1 * down, (x2 - x1) * across, (y2 - y1) * down];
}

function draw() {
  const ratio = window.devicePixelRatio || 1;
  const wide = Math.round(video.clientWidth * ratio), tall = Math.round(video.clientHeight * ratio);
  if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
  pen.clearRect(0, 0, wide, tall);
  for (const face of faces) drawFace(face, ratio);
  if (undrawn !== null) {
    ages.push(performance.now() - undrawn);
    undrawn = null;
  }
  count();
}

function drawFace(face, ratio) {
  const [left, top, wide, tall] = placed(face), look = lookOf(face);
  const line = (face.decided ? 3 : 1.5) * ratio;
  const reach = Math.min(wide, tall) / 4;
  for (const [colour, width] of [['#000a', line + 2 * ratio], [look.frame, line]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    if (face.name) pen.rect(left, top, wide, tall);
    else for (const [x, right] of [[left, 1], [left + wide, -1]])
      for (const [y, below] of [[top, 1], [top + tall, -1]]) {
        pen.moveTo(x + right * reach, y);
        pen.lineTo(x, y);
        pen.lineTo(x, y + below * reach);
      }
    pen.stroke();
  }
  const size = Math.max(14 * ratio, Math.min(24 * ratio, wide / 7));
  pen.font = `${size}px system-ui, sans-serif`;
  const label = wordsOf(face), room = pen.measureText(label).width + size * 0.7;
  const at = Math.max(0, Math.min(left, canvas.width - room));
  const over = top - size * 1.45 >= 0 ? top - size * 1.45 : top + tall;
  pen.fillStyle = look.paper;
  pen.fillRect(at, over, room, size * 1.4);
  pen.fillStyle = look.ink;
  pen.textBaseline = 'middle';
  pen.fillText(label, at + size * 0.35, over + size * 0.72);
}

function listFaces() {
  const rows = faces.map((face) => {
    const row = document.createElement('li'), seconds = document.createElement('small');
    row.textContent = face.name ?? say(face.decided ? 'page.unknown' : 'page.looking');
    seconds.textContent = say('seconds', {seconds: Math.round(face.seconds)});
    row.append(seconds);
    return row;
  });
  if (!rows.length) {
    const row = document.createElement('li');
    row.textContent = say('nobody');
    row.className = 'fm-unknown';
    rows.push(row);
  }
  list.replaceChildren(...rows);
}

function count() {
  const now = performance.now();
  answers = answers.filter((at) => now - at <= 2000);
  ages = ages.slice(-60);
  const ordered = [...ages].sort((one, other) => one - other);
  window.facemind = {
    answersPerSecond: answers.length / 2,
    medianAgeMs: ordered.length ? ordered[ordered.length >> 1] : null,
    faces: faces.length,
  };
}

canvas.addEventListener('click', (click) => {
  const area = canvas.getBoundingClientRect();
  const x = (click.clientX - area.left) * canvas.width / area.width;
  const y = (click.clientY - area.top) * canvas.height / area.height;
  const hit = faces.find((face) => {
    const [left, top, wide, tall] = placed(face);
    return x >= left && x <= left + wide && y >= top && y <= top + tall;
  });
  if (!hit) return closeForm();
  chosen = {track: hit.track, anyway: false};
  part('enrol').textContent = say('enrol');
  nameField.value = hit.name ?? '';
  form.hidden = false;
  nameField.focus();
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = nameField.value.trim();
  if (!chosen || !name || socket?.readyState !== OPEN) return;
  socket.send(JSON.stringify({enrol: chosen.track, name, anyway: chosen.anyway}));
});

function enrolled({done, ask, say: sentence}) {
  tell(sentence, done ? 'fm-good' : 'fm-warn');
  if (done) return closeForm();
  if (!ask || !chosen) return;
  chosen.anyway = true;
  part('enrol').textContent = say('anyway');
}

function closeForm() {
  chosen = null;
  form.hidden = true;
  nameField.value = '';
}

nameField.addEventListener('input', () => {
  if (!chosen) return;
  chosen.anyway = false;
  part('enrol').textContent = say('enrol');
});
part('cancel').addEventListener('click', closeForm);
part('start').addEventListener('click', start);
part('stop').addEventListener('click', stop);
