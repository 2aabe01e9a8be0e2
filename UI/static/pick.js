// A click on anything with data-do is told to the program, with all of its data.
element.addEventListener('click', (clicked) => {
  const one = clicked.target.closest('[data-do]');
  if (one && element.contains(one)) trigger('click', {...one.dataset});
});
