import { toString as draw } from 'qrcode';

/** A QR code in half blocks, small enough for a terminal of 80 columns. `text` is what a phone reads from it. */
export function qrTerminal(text: string): Promise<string> {
  return draw(text, { type: 'terminal', small: true, errorCorrectionLevel: 'L' });
}

/** The same as an SVG image, for the staff page. */
export function qrSvg(text: string): Promise<string> {
  return draw(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
}
