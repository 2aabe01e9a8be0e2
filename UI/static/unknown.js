// A click on anything with data-do is told to the program, with all cards that are ticked.
// Ticks belong to people: Gradio uses boxes again for whoever takes their place in the list.
const chosen = new Set();
const settle = () => {
  const boxes = [...element.querySelectorAll('input[type=checkbox]')];
  const here = new Set(boxes.map((box) => box.value));
  for (const one of chosen) if (!here.has(one)) chosen.delete(one);
  for (const box of boxes) box.checked = chosen.has(box.value);
  const merge = element.querySelector('[data-do=merge]');
  if (merge && merge.disabled !== chosen.size < 2) merge.disabled = chosen.size < 2;
};
element.addEventListener('click', (clicked) => {
  const one = clicked.target.closest('[data-do]');
  if (!one || !element.contains(one)) return;
  trigger('click', {...one.dataset, chosen: [...chosen].map(Number)});
  if (one.dataset.do === 'merge') chosen.clear();
});
element.addEventListener('change', ({target}) => {
  if (target.checked) chosen.add(target.value);
  else chosen.delete(target.value);
  settle();
});
new MutationObserver(settle).observe(element, {
  subtree: true, childList: true, attributes: true, attributeFilter: ['value', 'disabled'],
});
