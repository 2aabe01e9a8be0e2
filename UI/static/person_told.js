() => {
  // What was said or asked may be out of sight, and the button that led to it gone.
  let tries = 20;
  const go = () => {
    const told = document.querySelector('#people-asking [role="alertdialog"]')
      ?? document.querySelector('#people-said .fm-note');
    if (told?.offsetParent) {
      told.tabIndex = -1;
      told.focus({preventScroll: true});
      told.scrollIntoView({block: 'center'});
    } else if (tries-- > 0) requestAnimationFrame(go);
  };
  go();
}
