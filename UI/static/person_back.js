() => {
  // The list follows a moment after the answer, and may be drawn twice.
  let until = performance.now() + 10000, there = false;
  const left = document.facemindLeft;
  document.facemindLeft = null;
  const go = () => {
    // Who was merged or deleted has no portrait any more.
    const card = left && (document.querySelector(`#people-grid [data-person="${left.person}"]`)
      ?? document.querySelector('#people-grid .fm-card'));
    if (card?.offsetParent && !there) {
      there = true;
      until = performance.now() + 600;
      window.scrollTo({top: left.top, behavior: 'instant'});
      card.focus({preventScroll: true});
    } else if (there && document.activeElement === document.body) {
      card?.focus({preventScroll: true});
    }
    if (performance.now() < until) requestAnimationFrame(go);
  };
  go();
}
