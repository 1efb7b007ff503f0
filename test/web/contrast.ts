const USUAL = ['h1', '#state', 'nav a', 'nav button', '.bubble', '#controls button'];

/** Script for a page: its texts (the usual ones, and `more` selectors) whose contrast with what lies behind is under 4.5 to 1 (WCAG AA). */
export const faint = (...more: readonly string[]): string => `(() => {
  const rgb = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = each => {
    for (let at = each; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll(${JSON.stringify([...USUAL, ...more].join(', '))})]
    .flatMap(each => {
      const [a, b] = [light(rgb(getComputedStyle(each).color)), light(behind(each))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ratio < 4.5 ? [each.textContent.trim() + ' ' + ratio.toFixed(2)] : [];
    });
})()`;
