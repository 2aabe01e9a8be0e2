// Enrolling with the camera: frames go to the program, hints come back; a few good looks are taken
// by themselves. Frames are never kept; the looks wait in the program until the form fetches them.
const root = element.querySelector('.fm-guide');
const {words, path, fewest} = JSON.parse(root.dataset.guide);
const language = (document.documentElement.lang || navigator.language).startsWith('zh') ? 'zh' : 'en';
const say = (key, values = {}) => Object.entries(values).reduce(
  (sentence, [name, value]) => sentence.replace(`{${name}}`, value), words[language][key]);
const part = (name) => root.querySelector(`#guide-${name}`);
const video = part('video'), hint = part('hint'), ring = part('ring'), looks = part('looks');

const SENT = {longestSide: 960, quality: 0.9};
const ANSWER_WITHIN = 15000;  // models may still be loading
const FETCH_WITHIN = 30000, DONE_SHOWN = 8000, STEADY = 350, HELD = 900, HELD_LONG = 2500;

let camera = null, line = null, number = 0, waiting = 0;
let said = '', coming = '', comingSince = 0, heldUntil = 0;

for (const one of root.querySelectorAll('[data-say]')) one.textContent = say(one.dataset.say);
tell('intro');
showLooks([]);

function tell(key, {kind = '', hold = 0, reason = ''} = {}) {
  [said, heldUntil] = [key, performance.now() + hold];
  Object.assign(hint, {textContent: say(key, {reason}), className: kind});
}

// Advice that changes with every frame can't be read: it has to last a moment.
function advise(key) {
  const now = performance.now();
  if (key !== coming) [coming, comingSince] = [key, now];
  if (key !== said && now >= heldUntil && (said === 'connecting' || now - comingSince >= STEADY)) {
    tell(key, {kind: key === 'good' ? 'fm-good' : ''});
  }
}

async function start() {
  if (camera) return;
  if (!navigator.mediaDevices) return tell('insecure', {kind: 'fm-bad'});
  part('start').disabled = true;
  line?.close();
  try {
    camera = await navigator.mediaDevices.getUserMedia(
      {video: {width: {ideal: 1280}, height: {ideal: 720}, facingMode: 'user'}});
  } catch (error) {
    const known = cameraProblem(error);
    return tell(known ?? 'failed', {kind: 'fm-bad', reason: error.message});
  } finally {
    part('start').disabled = false;
  }
  camera.getVideoTracks()[0].onended = () => stop('ended', 'fm-bad');
  video.srcObject = camera;
  running(true);
  showLooks([]);
  tell('connecting');
  await video.play();
  connect();
}

function stop(key = 'intro', kind = '') {
  for (const track of camera?.getTracks() ?? []) track.stop();
  line?.close();
  camera = line = video.srcObject = null;
  clearTimeout(waiting);
  mark(null);
  running(false);
  showLooks([]);
  tell(key, {kind});
}

function running(on) {
  const here = root.contains(document.activeElement);
  [part('start').hidden, part('stop').hidden] = [on, !on];
  root.classList.toggle('fm-guide-on', on);
  if (here) part(on ? 'stop' : 'start').focus();
}

function connect() {
  const opened = new WebSocket(  // ws for http, wss for https
    `${location.origin.replace('http', 'ws')}${path}?language=${language}`);
  line = opened;
  opened.onopen = () => send(opened);
  opened.onmessage = (message) => opened === line && receive(opened, JSON.parse(message.data));
  opened.onclose = () => {
    if (opened === line && camera) stop('lost', 'fm-bad'), askForSession();
  };
}

// One frame at a time: the next one goes when the answer is here, and shows what is now.
function send(opened) {
  if (!camera || opened !== line) return;
  if (document.hidden || root.offsetParent === null) return stop();  // nobody looks: camera off
  if (!video.videoWidth) return setTimeout(send, 50, opened);
  opened.send(frameMessage(video, ++number, SENT));
  clearTimeout(waiting);
  waiting = setTimeout(() => opened === line && camera && stop('lost', 'fm-bad'), ANSWER_WITHIN);
}

function receive(opened, answer) {
  if (!camera) return;
  if (answer.problem) {
    stop();
    return Object.assign(hint, {textContent: answer.problem, className: 'fm-bad'});
  }
  if (!answer.skipped) {
    mark(answer.box, answer.advice === 'good' || answer.advice.startsWith('turn'));
    if (answer.restarted) [showLooks([]), tell('restarted', {kind: 'fm-warn', hold: HELD_LONG})];
    if (answer.picture) showLooks([...taken(), answer.picture]);
    if (answer.picture && !answer.restarted) tell('good', {kind: 'fm-good', hold: HELD});
    else advise(answer.advice);
    if (answer.word) return finish(opened, answer.word);
  }
  requestAnimationFrame(() => send(opened));
}

function finish(opened, word) {
  line = null;  // stays open until the form has fetched what was taken
  setTimeout(() => opened.close(), FETCH_WITHIN);
  stop('done', 'fm-good');
  setTimeout(() => said === 'done' && tell('intro'), DONE_SHOWN);
  trigger('click', {word});
  document.querySelector('#enrol-name input, #enrol-name textarea')?.focus();
}

function mark(box, good = false) {
  ring.style.display = box ? 'inline' : 'none';
  ring.classList.toggle('fm-good', good);
  if (!box) return;
  const [x1, y1, x2, y2] = box.map((value) => 100 * value);
  // Mirrored as the video is.
  const place = {x: 100 - x2, y: y1, width: x2 - x1, height: y2 - y1};
  for (const [name, value] of Object.entries(place)) ring.setAttribute(name, value.toFixed(2));
}

const taken = () => [...looks.querySelectorAll('img')].map((image) => image.src);

function showLooks(pictures) {
  looks.replaceChildren(...Array.from({length: Math.max(fewest, pictures.length)}, (_, at) => {
    const place = document.createElement('li');
    if (pictures[at]) place.append(Object.assign(document.createElement('img'),
      {src: pictures[at], alt: say('look', {number: at + 1})}));
    return place;
  }));
}

part('start').addEventListener('click', start);
part('stop').addEventListener('click', () => stop());
// Another way or another tab was chosen: the camera goes off even while an answer is awaited.
setInterval(() => camera && root.offsetParent === null && stop(), 500);
window.addEventListener('pagehide', () => stop());
