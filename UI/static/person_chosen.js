(opened, chosen, ...rest) => {
  // Which faces are down is known to the browser only.
  const down = document.querySelectorAll('#person-faces [aria-pressed="true"]');
  return [opened, [...down].map((face) => face.dataset.face).join(','), ...rest];
}
