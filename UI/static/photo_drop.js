// Several files dropped onto the one picture go to the box for several, as do those dropped there.
document.addEventListener('drop', async (dropped) => {
  const files = dropped.dataTransfer?.files;
  if (!dropped.target.closest?.('#photo-in') || !(files?.length > 1)) return;
  dropped.preventDefault();
  dropped.stopImmediatePropagation();
  const box = await several();
  if (!box) return;
  box.files = files;
  box.dispatchEvent(new Event('change', {bubbles: true}));
}, true);

// The box is made when its fold is opened for the first time.
async function several() {
  const find = () => document.querySelector('#photo-files input[type=file]');
  if (!find()) document.querySelector('#photo-more button')?.click();
  for (let turn = 0; turn < 40 && !find(); turn += 1)
    await new Promise((done) => setTimeout(done, 50));
  return find();
}
