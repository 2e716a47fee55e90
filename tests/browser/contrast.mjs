// Measures the contrast of a page's text; runs inside the page. WCAG 2.2, "Contrast (Minimum)": 4.5 to 1.

// Returns a line for each text with too little contrast: its contrast, its colours and its first characters.
export function faintTexts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const chainOf = (element) => (element ? [...chainOf(element.parentElement), element] : []);
  const ground = (element) =>
    chainOf(element).reduce((below, one) => over(rgba(getComputedStyle(one).backgroundColor), below), [255, 255, 255]);
  const opacity = (element) => chainOf(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);

  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const visible = node.data.trim() && element.checkVisibility() && !element.closest('.unseen, script, title, option');
    const seen = visible ? opacity(element) : 0;
    if (seen === 0) {
      continue;
    }
    const style = getComputedStyle(element);
    const below = ground(element);
    const [r, g, b, a] = rgba(element instanceof SVGElement ? style.fill : style.color);
    const text = over([r, g, b, a * seen], below);
    const [light, dark] = [luminance(text), luminance(below)].sort((one, other) => other - one);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) {
      faint.push(`${contrast.toFixed(2)} ${style.color} on ${below.map(Math.round)}: ${node.data.trim().slice(0, 40)}`);
    }
  }
  return faint;
}
