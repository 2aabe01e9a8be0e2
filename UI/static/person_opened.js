() => {
  // The page follows a moment after the answer: a person's page is entered at its top, and of
  // another page of portraits the first one is shown.
  const until = performance.now() + 10000;
  const shown = (id) => document.getElementById(id)?.offsetParent ? document.getElementById(id) : null;
  const go = () => {
    const back = shown('person-back'), grid = shown('people-grid');
    if (back) {
      back.focus({preventScroll: true});
      back.closest('#people-tab, .tabitem, body').scrollIntoView({block: 'start'});
    } else if (grid && !document.facemindLeft) {
      grid.scrollIntoView({block: 'nearest'});
    } else if (performance.now() < until) requestAnimationFrame(go);
  };
  go();
}
