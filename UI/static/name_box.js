// Enter takes the words as they are typed, unless an offered name was reached with the arrows;
// Gradio would take the first name that begins like them. While a script's characters are being
// composed, Enter only ends that.
document.addEventListener('keydown', (pressed) => {
  const input = pressed.target.closest?.('.fm-names input');
  if (!input) return;
  if (pressed.key !== 'Enter') {
    if (pressed.key === 'ArrowDown' || pressed.key === 'ArrowUp') input.dataset.reached = '1';
    else delete input.dataset.reached;
    return;
  }
  if (pressed.isComposing) return pressed.stopImmediatePropagation();
  if (input.dataset.reached && input.getAttribute('aria-expanded') === 'true') {
    delete input.dataset.reached;
    return;
  }
  pressed.stopImmediatePropagation();
  pressed.preventDefault();
  input.blur();
  const save = input.closest('.fm-name-row')?.querySelector('button.fm-name-go');
  if (save && input.value.trim()) setTimeout(() => save.click(), 50);
}, true);
