// The history: its list opens visits, its panel tells where a film can't be played.
element.addEventListener('click', (clicked) => {
  const row = clicked.target.closest('[data-do]');
  if (!row || !element.contains(row)) return;
  for (const one of element.querySelectorAll('[data-do]')) one.toggleAttribute('aria-current', one === row);
  trigger('click', {...row.dataset});
});
element.addEventListener('error', (failed) => {
  if (failed.target.tagName !== 'VIDEO') return;
  failed.target.hidden = true;
  failed.target.nextElementSibling.hidden = false;
}, true);

window.facemindHistory = {
  // To the visit that was just opened, for eyes and keyboard alike.
  arrive() {
    const heading = document.querySelector('#history-visit h3');
    heading?.focus({preventScroll: true});
    document.querySelector('#history-close')?.scrollIntoView({behavior: 'smooth', block: 'nearest'});
  },
  // Back to the row that it was opened from.
  leave() {
    document.querySelector('#history-list [aria-current]')?.focus();
  },
};
