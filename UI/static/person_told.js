() => {
  // What was said or asked may be out of sight, and the button that led to it gone.
  const until = performance.now() + 3000;
  const go = () => {
    const told = document.querySelector('#people-asking [role="alertdialog"]')
      ?? document.querySelector('#people-said .fm-note');
    if (told?.offsetParent) {
      told.tabIndex = -1;
      told.focus({preventScroll: true});
      told.scrollIntoView({block: 'center'});
    } else if (performance.now() < until) requestAnimationFrame(go);
  };
  go();
}
