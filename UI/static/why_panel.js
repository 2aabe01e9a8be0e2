// A face that was just asked about comes into view, and the keyboard goes on from there.
const bringIntoView = () => {
  const head = element.querySelector('[data-opened]');
  if (!head) return;
  head.focus({preventScroll: true});
  const panel = element.closest('.fm-why') ?? element;
  setTimeout(() => panel.scrollIntoView({block: 'nearest'}), 80);  // once its buttons are there
};
bringIntoView();
watch('value', bringIntoView);
