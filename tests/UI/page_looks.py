"""What the tests of the whole page ask the browser."""

CONTRAST = r"""() => {
    const light = (colour) => {
        const [red, green, blue] = colour.slice(0, 3).map((part) => part / 255).map((part) =>
            part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const parsed = (words) => {
        const parts = words.match(/rgba?\(([^)]+)\)/)?.[1].split(/[ ,/]+/).map(Number);
        return parts ? [...parts.slice(0, 3), parts[3] ?? 1] : null;
    };
    const over = (upper, lower) => [0, 1, 2].map((at) =>
        upper[at] * upper[3] + lower[at] * (1 - upper[3])).concat(1);
    const paper = (element) => {
        const layers = [];
        for (let one = element; one; one = one.parentElement) {
            const colour = parsed(getComputedStyle(one).backgroundColor);
            if (one.matches('video, img, .fm-live-stage, .fm-guide-stage')) return null;
            if (colour?.[3] > 0) layers.push(colour);
            if (colour?.[3] === 1) break;
        }
        return layers.reverse().reduce((lower, upper) => over(upper, lower), [255, 255, 255, 1]);
    };
    const weak = {}, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const words = walker.currentNode.textContent.trim(), one = walker.currentNode.parentElement;
        const style = getComputedStyle(one), size = parseFloat(style.fontSize);
        const seen = one.checkVisibility({opacityProperty: true, visibilityProperty: true});
        if (!words || !seen || !size || one.getBoundingClientRect().width < 2) continue;
        if (one.closest('[disabled], label.disabled')) continue;
        const below = paper(one), ink = parsed(style.color);
        if (!below || !ink) continue;
        const [high, low] = [light(over(ink, below)), light(below)].sort((a, b) => b - a);
        const ratio = (high + 0.05) / (low + 0.05);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        if (ratio < (large ? 3 : 4.5)) weak[words.slice(0, 40)] = ratio.toFixed(2);
    }
    return weak;
}"""
"""Visible words whose contrast is below WCAG 2.2's 4.5 (3 where large), with their contrast."""

FOCUS = r"""() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const places = [one, one.closest('label'), one.closest('.wrap'), one.parentElement];
    const shown = places.filter(Boolean).some((part) => {
        const style = getComputedStyle(part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
            || (part === one && style.boxShadow !== 'none');
    });
    const box = one.getBoundingClientRect();
    const name = one.id || one.ariaLabel || one.textContent.trim().slice(0, 30) || one.outerHTML;
    return {name, shown, onScreen: box.bottom > 0 && box.top < innerHeight};
}"""
"""What has the keyboard, whether that shows, and whether it is on the screen."""
