// A face of the live picture that was clicked: why it has its name, and what is to be put right.
const why = part('why'), whyFaces = part('why-faces'), verdict = part('verdict');
const form = part('form'), nameField = part('name');
let chosen = null;  // the face: its track, whether it is named, what was asked back

function choose(track) {
  const face = faces.find((one) => one.track === track);
  if (!face || socket?.readyState !== OPEN) return;
  chosen = {track, named: Boolean(face.name), anyway: null, not: '', candidates: []};
  whyFaces.replaceChildren();
  part('names').replaceChildren();
  nameField.value = '';
  verdict.hidden = true;
  why.hidden = false;
  relabel();
  if (!chosen.named) nameField.focus();
  socket.send(JSON.stringify({why: track}));
}

// Whatever was asked back is dropped.
function relabel() {
  chosen.anyway = null;
  part('who').textContent = say(chosen.named ? 'page.why.who_else' : 'page.why.who');
  part('enrol').textContent = say(chosen.named ? 'page.why.save' : 'enrol');
  part('enrol').classList.toggle('primary', !chosen.named);
  part('not').textContent = chosen.not;
}

function explained(told) {
  if (chosen?.track !== told.track) return;
  if (told.gone) {
    tell(told.gone, 'fm-warn');
    return closeForm();
  }
  whyFaces.innerHTML = told.html;  // names are escaped in it
  part('names').replaceChildren(...told.names.map((name) => new Option(name, name)));
  Object.assign(chosen, {named: told.right !== null, not: told.not, candidates: told.candidates});
  part('right').textContent = told.right;
  verdict.hidden = !chosen.named;
  relabel();
  const typing = why.contains(document.activeElement);
  if (!typing) whyFaces.querySelector('h3').focus({preventScroll: true});
  why.scrollIntoView({block: 'nearest'});
}

function ask(message) {
  if (!chosen || socket?.readyState !== OPEN) return;
  for (const button of ['right', 'not', 'enrol']) part(button).disabled = true;  // once is enough
  socket.send(JSON.stringify(message));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = nameField.value.trim();
  if (!chosen || !name) return;
  const {track, named, anyway} = chosen;
  ask(named ? {name: track, as: name, anyway: anyway === 'name'}
    : {enrol: track, name, anyway: anyway === 'enrol'});
});
part('right').addEventListener('click', () => ask({confirm: chosen.track}));
part('not').addEventListener('click', () =>
  ask({reject: chosen.track, anyway: chosen.anyway === 'reject'}));

function enrolled({track, done, ask: asks, say: sentence}) {
  corrected({track, do: 'enrol', done, ask: asks ? say('anyway') : null, say: sentence});
}

function corrected({track, do: what, done, ask: question, say: sentence}) {
  tell(sentence, done ? 'fm-good' : 'fm-warn');
  for (const button of ['right', 'not', 'enrol']) part(button).disabled = false;
  if (chosen?.track !== track) return;
  if (done) return closeForm();
  if (question === null) return;
  chosen.anyway = what;
  part(what === 'reject' ? 'not' : 'enrol').textContent = question;
}

function closeForm() {
  const mark = chosen && why.contains(document.activeElement) && marks.get(chosen.track);
  chosen = null;
  for (const button of ['right', 'not', 'enrol']) part(button).disabled = false;
  why.hidden = true;
  if (mark) mark.focus();
}

whyFaces.addEventListener('click', (event) => {
  const place = event.target.closest('[data-place]')?.dataset.place;
  if (!chosen || place === undefined) return;
  nameField.value = chosen.candidates[place];
  relabel();
  nameField.focus();
});
nameField.addEventListener('input', () => chosen && relabel());
part('cancel').addEventListener('click', closeForm);
why.addEventListener('keydown', (event) => event.key === 'Escape' && closeForm());
