// A double click is one click: the second would be an answer to what the first is about to change.
// Buttons that turn pages may be clicked as fast as anybody likes.
document.addEventListener('click', (clicked) => {
  const button = clicked.target.closest?.('button');
  if (clicked.detail < 2 || !button || button.closest('nav, #history-pages')) return;
  clicked.preventDefault();
  clicked.stopImmediatePropagation();
}, true);
