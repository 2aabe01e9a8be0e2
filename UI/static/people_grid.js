// A portrait or a button was clicked: where on the page that was is remembered, for the way back.
element.addEventListener('click', (clicked) => {
  const one = clicked.target.closest('[data-do]');
  if (!one || !element.contains(one)) return;
  if (one.dataset.do === 'open') element.ownerDocument.facemindLeft = {
    top: window.scrollY, person: one.dataset.person,
  };
  trigger('click', {...one.dataset});
});
