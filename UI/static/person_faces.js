// A face stays down when it is clicked; other buttons are told to the program.
element.addEventListener('click', (clicked) => {
  const face = clicked.target.closest('[data-face]');
  const other = clicked.target.closest('[data-do]');
  if (face) face.ariaPressed = face.ariaPressed === 'true' ? 'false' : 'true';
  else if (other && element.contains(other)) trigger('click', {...other.dataset});
});
