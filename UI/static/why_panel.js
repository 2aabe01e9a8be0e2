// A face that was just asked about comes into view, and the keyboard goes on from there.
const bringIntoView = () => {
  const head = element.querySelector('[data-opened]');
  if (!head) return;
  head.focus({preventScroll: true});
  (element.closest('.fm-why') ?? element).scrollIntoView({block: 'nearest'});
};
bringIntoView();
watch('value', bringIntoView);
