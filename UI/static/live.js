// The live tab: the browser's camera drawn at its own speed, small frames sent to the
// recogniser, its answers drawn on top. Nothing is kept.
const root = element.querySelector('.fm-live');
const {words, looks, path} = JSON.parse(root.dataset.live);
const language = (document.documentElement.lang || navigator.language).startsWith('zh') ? 'zh' : 'en';
const say = (key, values = {}) => Object.entries(values).reduce(
  (sentence, [name, value]) => sentence.replace(`{${name}}`, value), words[language][key]);
const part = (name) => root.querySelector(`#live-${name}`);
const video = part('video'), stage = part('faces');
const noteBox = part('note'), list = part('list');

const SMALL = {longestSide: 640, quality: 0.7}, IN_FLIGHT = 2;
const OPEN = 1, FIRST_PAUSE = 500, LONGEST_PAUSE = 10000, LOST_AFTER = 5000, STALE_AFTER = 700;

let camera = null, socket = null, pause = FIRST_PAUSE, retry = null, number = 0, heard = 0;
let faces = [], frameSize = [1, 1], waiting = false;
const marks = new Map();  // number of a track -> the element around that face
const sent = new Map();  // number of a frame -> when it was captured
let answers = [], ages = [];
window.facemind = {answersPerSecond: 0, medianAgeMs: null, faces: 0};

for (const one of root.querySelectorAll('[data-say]')) one.textContent = say(one.dataset.say);
const tell = (sentence, kind = '') =>
  Object.assign(noteBox, {textContent: sentence, className: `fm-note ${kind}`});
tell(say('hint'));
draw();

async function start() {
  if (camera) return;
  if (!navigator.mediaDevices) return tell(say('insecure'), 'fm-bad');
  part('start').disabled = true;
  try {
    camera = await navigator.mediaDevices.getUserMedia(
      {video: {width: {ideal: 640}, height: {ideal: 480}, facingMode: 'user'}});
  } catch (error) {
    const known = cameraProblem(error);
    return tell(known ? say(known) : say('failed', {reason: error.message}), 'fm-bad');
  } finally {
    part('start').disabled = false;
  }
  camera.getVideoTracks()[0].onended = () => { stop(); tell(say('ended'), 'fm-bad'); };
  video.srcObject = camera;
  await video.play();
  running(true);
  tell(say('connecting'));
  connect();
  nextFrame();
}

function stop() {
  for (const track of camera?.getTracks() ?? []) track.stop();
  clearTimeout(retry);
  socket?.close();
  camera = socket = video.srcObject = null;
  forget();
  running(false);
  tell(say('hint'));
}

function running(on) {
  [part('start').hidden, part('stop').hidden] = [on, !on];
  root.classList.toggle('fm-live-on', on);
}

function forget() {
  sent.clear();
  faces = [], answers = [], ages = [], waiting = false;
  closeForm();
  draw();
  count();
}

function connect() {
  const opened = new WebSocket(  // ws for http, wss for https
    `${location.origin.replace('http', 'ws')}${path}?language=${language}`);
  opened.binaryType = 'arraybuffer';
  socket = opened;
  heard = 0;  // not yet: the models may still be loading
  opened.onmessage = (message) => opened === socket && receive(JSON.parse(message.data));
  opened.onopen = () => { pause = FIRST_PAUSE; tell(say('hint')); };
  opened.onclose = () => opened === socket && lost();
}

// Of a network that is gone no close is heard, so nobody waits for one.
function lost() {
  socket.close();
  socket = null;
  forget();
  tell(say('reconnecting'), 'fm-warn');
  askForSession();
  retry = setTimeout(connect, pause);
  pause = Math.min(2 * pause, LONGEST_PAUSE);
}

function receive(answer) {
  heard = performance.now();
  if (answer.problem) return tell(answer.problem, 'fm-bad');
  if (answer.why) return explained(answer.why);
  if (answer.enrolled) return enrolled(answer.enrolled);
  if (answer.corrected) return corrected(answer.corrected);
  if (answer.hint && answer.hint !== say('hint'))  // it was changed in the settings
    tell(words[language].hint = answer.hint);
  const captured = sent.get(answer.number);
  sent.delete(answer.number);
  if (answer.skipped || captured === undefined) return;
  if (waiting) tell(say('hint'));
  [waiting, faces] = [false, answer.faces];
  frameSize = [answer.width, answer.height];
  draw();
  answers.push(performance.now());
  requestAnimationFrame(() => ages.push(performance.now() - captured));
}

function nextFrame() {
  const run = camera, go = (now, about) => {
    if (!run || run !== camera) return;  // stopped, perhaps started anew since
    offer(about?.captureTime);
    count();
    nextFrame();
  };
  if (video.requestVideoFrameCallback && !document.hidden) video.requestVideoFrameCallback(go);
  else if (run) setTimeout(go, 40);
}

// A page that nobody looks at sends nothing.
const looked = () => !document.hidden && stage.offsetParent !== null;

function offer(captured) {
  const now = performance.now();
  if (!looked() && faces.length) faces = [], draw();
  if (!waiting && sent.size && heard && now - heard > STALE_AFTER) {  // who was there may be gone
    [waiting, faces] = [true, []];
    draw(), tell(say('waiting'), 'fm-warn');
  }
  const late = [...sent.keys()].filter((one) => now - sent.get(one) > LOST_AFTER);
  late.forEach((one) => sent.delete(one));
  const silent = late.length && heard && now - heard > 2 * LOST_AFTER;
  if (silent || socket?.readyState > OPEN) lost();
  if (!looked() || socket?.readyState !== OPEN || sent.size >= IN_FLIGHT || !video.videoWidth) return;
  const message = frameMessage(video, ++number, SMALL);
  socket.send(message);
  sent.set(number, captured > now - LOST_AFTER ? Math.min(captured, now) : now);
}

const wordsOf = (face) => face.name ? `${face.name} ${face.similarity.toFixed(2)}`
  : face.decided ? say('page.unknown') : say('page.looking');

const kindOf = (face) => face.name ? 'known' : face.decided ? 'unknown' : 'undecided';

// Elements, not a canvas: only what moves is painted again. Mirrored as the video is.
function draw() {
  for (const [track, mark] of marks) if (!faces.some((face) => face.track === track)) {
    mark.remove();
    marks.delete(track);
  }
  for (const face of faces) place(marks.get(face.track) ?? newMark(face.track), face);
  const rows = faces.map(rowOf);
  if (!rows.length) rows.push(Object.assign(document.createElement('li'),
    {textContent: say(waiting ? 'waiting' : 'nobody'), className: 'fm-unknown'}));
  if (list.dataset.shown !== rows.map((row) => row.textContent).join()) {
    list.dataset.shown = rows.map((row) => row.textContent).join();
    list.replaceChildren(...rows);
  }
}

function newMark(track) {
  const mark = Object.assign(document.createElement('button'), {type: 'button'});
  mark.append(document.createElement('span'));
  mark.onclick = () => choose(track);
  stage.append(mark);
  marks.set(track, mark);
  return mark;
}

function place(mark, face) {
  const [x1, y1, x2, y2] = face.box, [wide, tall] = frameSize, look = looks[kindOf(face)];
  const percent = (part, whole) => `${(100 * part / whole).toFixed(2)}%`;
  Object.assign(mark.style, {left: percent(wide - x2, wide), top: percent(y1, tall),
    width: percent(x2 - x1, wide), height: percent(y2 - y1, tall)});
  const words = wordsOf(face), kind = `fm-face fm-face-${kindOf(face)}`
    + (y1 / tall < 0.08 ? ' fm-low' : '') + (x1 + x2 < wide ? ' fm-right' : '');
  if (mark.className !== kind) {
    mark.className = kind;
    for (const [part, colour] of Object.entries(look)) mark.style.setProperty(`--${part}`, colour);
  }
  if (mark.firstChild.textContent !== words) mark.firstChild.textContent = words;
}

function rowOf(face) {
  const row = document.createElement('li'), seconds = document.createElement('small');
  seconds.textContent = say('seconds', {seconds: Math.round(face.seconds)});
  row.append(face.name ?? say(face.decided ? 'page.unknown' : 'page.looking'), seconds);
  return row;
}

function count() {
  const now = performance.now();
  answers = answers.filter((at) => now - at <= 2000);
  const ordered = (ages = ages.slice(-60)).toSorted((one, other) => one - other);
  window.facemind = {
    answersPerSecond: answers.length / 2,
    medianAgeMs: ordered.length ? ordered[ordered.length >> 1] : null,
    faces: faces.length,
  };
}

part('start').addEventListener('click', start);
part('stop').addEventListener('click', stop);
