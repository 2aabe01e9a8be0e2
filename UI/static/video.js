// The video tab: a click on somebody's row takes the player to where they appear, one on its last
// button asks why they have their name.
const JUST_AFTER = 0.02;  // of a second: at a frame's very start players show the one before

element.addEventListener('click', (event) => {
  const asked = event.target.closest('[data-do]');
  if (asked) return trigger('click', {...asked.dataset});
  const row = event.target.closest('tbody tr');
  const seconds = row?.querySelector('[data-seconds]')?.dataset.seconds;
  const player = document.querySelector('#video-out video') ?? document.querySelector('#video-in video');
  if (seconds === undefined || !player) return;
  player.currentTime = Number(seconds) + JUST_AFTER;
  for (const other of element.querySelectorAll('tbody tr')) other.classList.toggle('fm-here', other === row);
  player.scrollIntoView({behavior: 'smooth', block: 'nearest'});
});
