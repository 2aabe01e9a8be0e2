// Opens Gradio's view of the API: its own button for it stands in a footer that isn't shown.
const button = () => document.querySelector('footer .show-api');

element.addEventListener('click', (clicked) => {
  if (!clicked.target.closest('a') || !button()) return;
  clicked.preventDefault();
  button().click();
});

// At the view's own address Gradio takes it for open before it has fetched it: close, then open.
const openAtOnce = () => {
  if (!button()) return setTimeout(openAtOnce, 100);
  button().click();
  button().click();
};
if (new URLSearchParams(location.search).get('view') === 'api') openAtOnce();
