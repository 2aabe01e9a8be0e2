// The tab that is open stands in the address: a page that is loaded again opens it again, and the
// browser's "back" leads to the tab before, or out of somebody's page. Nobody's name is in there.
{
  const TAB = '#tabs > div > .tab-wrapper .tab-container:not(.visually-hidden) [role=tab]';
  const WAY_BACK = {people: 'person-back', unknown: 'unknown-back', history: 'history-close'};
  const ARRIVES_WITHIN = 3000, PAUSE = 50;
  let started = false, target = null, until = 0, looking = null;

  const tabs = () => [...document.querySelectorAll(TAB)];
  const idOf = (tab) => tab?.dataset.tabId;
  const shown = () => idOf(tabs().find((tab) => tab.ariaSelected === 'true'));
  const wayBack = (id) => {
    const button = document.getElementById(WAY_BACK[id]);
    return button?.offsetParent ? button : null;
  };
  const addressOf = (id) => `#/${id}${wayBack(id) ? '/one' : ''}`;
  const written = () => location.hash || `#/${idOf(tabs()[0])}`;

  function goTo(address) {
    const [, id, one] = address.split('/');
    [target, until] = [address, performance.now() + ARRIVES_WITHIN];
    if (shown() !== id) tabs().find((tab) => idOf(tab) === id)?.click();
    else if (!one) wayBack(id)?.click();
  }

  function look() {
    looking = null;
    if (!shown()) return;
    if (!started) [started] = [true, goTo(written())];
    const here = addressOf(shown());
    if (target) {
      if (here !== target && performance.now() < until) return later(2 * PAUSE);
      target = null;
      if (here !== written()) history.replaceState(history.state, '', here);  // no longer there
    } else if (written() === `${here}/one` && history.state?.from === here) {
      target = here, until = performance.now() + ARRIVES_WITHIN;
      history.back();
    } else if (written() !== here) {
      history.pushState({from: written()}, '', here);
    }
  }

  function later(pause = PAUSE) { looking ??= setTimeout(look, pause); }

  history.scrollRestoration = 'manual';  // whoever goes back is led to where they were by the tab
  window.addEventListener('popstate', () => { goTo(written()); later(); });
  new MutationObserver(() => later()).observe(document.body,
    {subtree: true, childList: true, attributeFilter: ['aria-selected', 'class']});
  later();
}
