// Gradio names its own controls in English only, for tips and for screen readers: they get names in
// our words, which CONTROLS holds by language. What a slider is its own label says well enough.
{
  const SLIDER = /^(?:range slider|number input) for (.+)$/;
  const THUMBNAIL = /^Thumbnail (\d+) of (\d+)$/;
  const NAMES = ['aria-label', 'title'];
  const named = NAMES.map((name) => `[${name}]`).join();

  const said = (name) => {
    const words = CONTROLS[document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'];
    const slider = SLIDER.exec(name), photo = THUMBNAIL.exec(name);
    if (slider) return slider[1];
    if (photo) return words.Thumbnail.replace('{number}', photo[1]).replace('{count}', photo[2]);
    return Object.hasOwn(words, name) ? words[name] : name;
  };

  const rename = (control) => {
    if (control.closest('.fm-html')) return;  // ours, with names that people typed
    for (const name of NAMES) {
      const now = control.getAttribute(name);
      if (now && said(now) !== now) control.setAttribute(name, said(now));
    }
  };

  const look = (part) => {
    if (part.matches?.(named)) rename(part);
    part.querySelectorAll?.(named).forEach(rename);
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'attributes') rename(change.target);
      else change.addedNodes.forEach(look);
    }
  }).observe(document.body, {subtree: true, childList: true, attributeFilter: NAMES});
  look(document.body);
}
