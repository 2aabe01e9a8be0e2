// What an action came to is read out by screen readers, wherever it stands on the page.
{
  const spoken = document.createElement('div');
  spoken.id = 'announced';
  spoken.className = 'fm-spoken';
  spoken.setAttribute('role', 'status');
  document.body.append(spoken);
  const last = new WeakMap();

  const listen = () => {
    for (const place of document.querySelectorAll('.fm-told')) {
      const notes = [...place.querySelectorAll('.fm-note')];
      const words = notes.map((note) => note.textContent.trim()).join(' ');
      if (words === (last.get(place) ?? '')) continue;
      last.set(place, words);
      if (words) spoken.textContent = words;
    }
  };
  new MutationObserver(listen).observe(document.body,
    {subtree: true, childList: true, characterData: true});
}
