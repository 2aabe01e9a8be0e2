() => {
  // The page follows a moment after the answer, and may be drawn twice: a person's page is entered
  // at its top; of another page of portraits the first one is shown.
  let until = performance.now() + 10000, entered = false;
  const shown = (id) => document.getElementById(id)?.offsetParent ? document.getElementById(id) : null;
  const go = () => {
    const back = shown('person-back'), grid = shown('people-grid');
    if (back && !entered) {
      entered = true;
      until = performance.now() + 600;
      back.closest('.tabitem, body').scrollIntoView({block: 'start'});
      back.focus({preventScroll: true});
    } else if (back && document.activeElement === document.body) {
      back.focus({preventScroll: true});
    } else if (grid && !document.facemindLeft) {
      grid.scrollIntoView({block: 'nearest'});
      return;
    }
    if (performance.now() < until) requestAnimationFrame(go);
  };
  go();
}
