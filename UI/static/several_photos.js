// Several photos put at once into the place for one go to the place for many.
const inputs = (id) => document.querySelector(`#${id} input[type=file]`);

async function handOver(files) {
  if (!inputs('enrol-files')) document.querySelector('#enrol-more button')?.click();
  for (let tries = 0; tries < 100 && !inputs('enrol-files'); tries++) {
    await new Promise((done) => setTimeout(done, 20));
  }
  const given = new DataTransfer(), many = inputs('enrol-files');
  if (!many) return;
  for (const file of files) given.items.add(file);
  many.files = given.files;
  many.dispatchEvent(new Event('change', {bubbles: true}));
}

function take(event, files) {
  if (!event.target.closest?.('#enrol-in') || !(files?.length > 1)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  handOver([...files]);
}

document.addEventListener('drop', (event) => take(event, event.dataTransfer?.files), true);
document.addEventListener('change', (event) => {
  if (event.target.type === 'file') take(event, event.target.files);
}, true);
// The browser's own dialog lets several be chosen, too.
document.addEventListener('click', (event) => {
  if (event.target.closest?.('#enrol-in')) inputs('enrol-in')?.setAttribute('multiple', '');
}, true);
