// Toasts that Gradio's front end raises by itself are in English only: say them in our words.
// WORDS holds them by language; the style sheet sees to the titles.
{
  const ENGLISH = {
    wrong_kind: /^Invalid file types?: (.*)\. Only .* allowed\.$/s,
    not_playable: /^Video not playable$/,
    lost: /^(?:Connection to the server was lost|Connection errored out)/,
    busy: /^This application is currently busy/,
  };

  const say = (toast) => {
    const spoken = WORDS[document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'];
    for (const [key, english] of Object.entries(ENGLISH)) {
      const found = english.exec(toast.textContent.trim());
      if (found) toast.textContent = spoken[key].replace('{files}', () => found[1]);
    }
  };

  const look = () => document.querySelectorAll('[data-testid=toast-text]').forEach(say);
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true});
}
