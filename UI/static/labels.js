// Gradio tells screen readers what a slider is in English only: its own label says enough.
const WORDY = /^(?:range slider|number input) for (.+)$/;
const wordy = '[aria-label^="range slider for "], [aria-label^="number input for "]';

function relabel() {
  for (const one of document.querySelectorAll(wordy)) {
    one.ariaLabel = one.ariaLabel.replace(WORDY, '$1');
  }
}

new MutationObserver(relabel).observe(document.body,
  {subtree: true, childList: true, attributeFilter: ['aria-label']});
relabel();
