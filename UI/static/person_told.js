() => {
  // What was said or asked may be out of sight, and the button that led to it gone; it follows a
  // moment after the answer, and may be drawn twice.
  let until = performance.now() + 3000, led = false;
  const go = () => {
    const told = document.querySelector('#people-asking [role="alertdialog"]')
      ?? document.querySelector('#people-said .fm-note');
    if (told?.offsetParent && (!led || document.activeElement === document.body)) {
      if (!led) until = performance.now() + 600;
      led = true;
      told.tabIndex = -1;
      told.focus({preventScroll: true});
      told.scrollIntoView({block: 'center'});
    }
    if (performance.now() < until) requestAnimationFrame(go);
  };
  go();
}
