// A click on anything with data-do is told to the program, with all cards that are ticked.
const ticked = () => [...element.querySelectorAll('input[type=checkbox]:checked')];
element.addEventListener('click', (clicked) => {
  const one = clicked.target.closest('[data-do]');
  if (one && element.contains(one)) {
    trigger('click', {...one.dataset, chosen: ticked().map((box) => Number(box.value))});
  }
});
element.addEventListener('change', () => {
  const merge = element.querySelector('[data-do=merge]');
  if (merge) merge.disabled = ticked().length < 2;
});
