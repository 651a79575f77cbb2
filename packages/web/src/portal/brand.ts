/**
 * One colour of the vendor makes the portal its own. What is derived keeps its hue and moves in OKLCH lightness until it can be read:
 * text on the colour, links on the page and a soft ground. States and roles keep their colours.
 */
type Lch = readonly [lightness: number, chroma: number, hue: number];

const toLinear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const toGamma = (channel: number): number => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055);
const channelsOf = (hex: string): [number, number, number] => {
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16) / 255;
  return [part(1), part(3), part(5)];
};

function luminance(hex: string): number {
  const [r, g, b] = channelsOf(hex).map(toLinear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function toLch(hex: string): Lch {
  const [r, g, b] = channelsOf(hex).map(toLinear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [lightness, Math.hypot(a, blue), Math.atan2(blue, a)];
}

function toRgb([lightness, chroma, hue]: Lch): [number, number, number] {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour of that lightness and hue, with as much chroma as a screen can show. */
function toHex([lightness, chroma, hue]: Lch): string {
  let within = chroma;
  let rgb = toRgb([lightness, within, hue]);
  while (within > 0.001 && rgb.some((channel) => channel < -0.0005 || channel > 1.0005)) {
    within *= 0.94;
    rgb = toRgb([lightness, within, hue]);
  }
  const part = (channel: number): string =>
    Math.round(Math.min(1, Math.max(0, channel)) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${rgb.map(part).join('')}`;
}

function moveUntil(start: Lch, step: number, done: (hex: string) => boolean): string {
  let lightness = start[0];
  let hex = toHex(start);
  while (!done(hex) && (step > 0 ? lightness < 1 : lightness > 0)) {
    lightness = Math.min(1, Math.max(0, lightness + step));
    hex = toHex([lightness, start[1], start[2]]);
  }
  return hex;
}

export type BrandColours = { fill: string; hover: string; on: string; link: string; soft: string };
const grounds = { light: ['#ffffff', '#f6f7f9'], dark: ['#14181d', '#0e1116'] } as const;
const READABLE = 4.5;

export function deriveBrand(colour: string, theme: 'light' | 'dark'): BrandColours {
  const lch = toLch(colour);
  const on = contrast(colour, '#ffffff') >= contrast(colour, '#0e1116') ? '#ffffff' : '#0e1116';
  // A colour half-way between both texts moves a little away from the chosen one.
  const away = on === '#ffffff' ? -0.01 : 0.01;
  const fill = contrast(colour, on) >= READABLE ? colour : moveUntil(lch, away, (hex) => contrast(hex, on) >= READABLE);
  const fillLch = toLch(fill);
  const soft = toHex(theme === 'light' ? [0.96, Math.min(lch[1], 0.03), lch[2]] : [0.27, Math.min(lch[1], 0.045), lch[2]]);
  const step = theme === 'light' ? -0.01 : 0.01;
  return {
    fill,
    on,
    hover: toHex([Math.min(1, Math.max(0, fillLch[0] + (fillLch[0] < 0.12 ? 0.1 : away * 5))), fillLch[1], fillLch[2]]),
    link: moveUntil(lch, step, (hex) => [...grounds[theme], soft].every((ground) => contrast(hex, ground) >= READABLE)),
    soft,
  };
}

const isColour = (text: string | null): text is string => text !== null && /^#[0-9a-f]{6}$/i.test(text);

/** Puts the vendor's colours on the page; without a colour the portal stays paper and ink. */
export function applyBrand(colour: string | null): void {
  const style = document.documentElement.style;
  const names = ['fill', 'hover', 'on', 'link', 'soft'] as const;
  const colours = isColour(colour) ? deriveBrand(colour, document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light') : undefined;
  for (const name of names) {
    if (colours) style.setProperty(`--brand-${name}`, colours[name]);
    else style.removeProperty(`--brand-${name}`);
  }
}
