import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { fileName } from './branding.js';
import type { Integration } from './integrations.js';

// Our own drawings, never a vendor's artwork: the software's name in a plain sans, in a calm colour of its own.
const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';

// The mean advance of a semi-bold sans, as a share of its size. It errs on the wide side.
const ADVANCE = 0.68;

const LARGEST = 36;
const SMALLEST = 12;
const TWO_LINES_BELOW = 26;

/** The logos' addresses below `/public`. */
export function wordmarkRoutes(integrations: readonly Integration[]): Hono {
  const byFile = new Map(integrations.map(({ name }) => [fileName(name), name]));
  const byKey = new Map(integrations.map(({ key, name }) => [key, name]));
  const drawings: Record<string, (name: string) => string> = {
    'Full/Full': full,
    'Full/Square': square,
    'Buttons/Default': (name) => button(name, 34),
    'Buttons/Hover': (name) => button(name, 24),
  };

  const routes = new Hono();
  routes.get('/public/officialLogos/:folder/:file{.+_[A-Za-z]+\\.svg}', (c) => {
    const [, file = '', variant] = /^(.+)_([A-Za-z]+)\.svg$/.exec(c.req.param('file')) ?? [];
    const name = byFile.get(file);
    const draw = drawings[`${c.req.param('folder')}/${variant}`];
    return name !== undefined && draw ? svg(draw(name)) : c.text('Not found', 404);
  });
  routes.get('/public/platforms/:file{[a-z]{4}\\.svg}', (c) => {
    const name = byKey.get(c.req.param('file').slice(0, 4));
    return name !== undefined ? svg(square(name)) : c.text('Not found', 404);
  });
  return routes;
}

function svg(drawing: string): Response {
  return new Response(drawing, {
    headers: {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=86400',
      'Content-Security-Policy': "default-src 'none'; style-src 'none'",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

function full(name: string): string {
  return frame(224, 88, name, fitted(name, 224, 88, 4, colourOf(name, 32)));
}

function square(name: string): string {
  const ground = html`<rect width="88" height="88" rx="20" fill="${colourOf(name, 32)}" />`;
  return frame(88, 88, name, html`${ground}${fitted(initialsOf(name), 88, 88, 8, '#fff')}`);
}

function button(name: string, lightness: number): string {
  const ground = html`<rect width="272" height="48" rx="8" fill="${colourOf(name, lightness)}" />`;
  const label = `Connect to ${name}`;
  return frame(272, 48, label, html`${ground}${fitted(label, 272, 48, 12, '#fff', 16)}`);
}

function frame(width: number, height: number, title: string, content: unknown): string {
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
  >
    <title>${title}</title>
    ${content}
  </svg>`.toString();
}

function fitted(text: string, width: number, height: number, margin: number, fill: string, largest = LARGEST): unknown {
  const room = width - 2 * margin;
  const lines = sizeFor(text, room) < TWO_LINES_BELOW ? halves(text) : [text];
  const wanted = Math.min(...lines.map((line) => sizeFor(line, room)));
  const size = Math.max(SMALLEST, Math.min(largest, wanted));
  return lines.map((line, index) => {
    const y = height / 2 + (index - (lines.length - 1) / 2) * size * 1.2;
    // Only what is too long even in the smallest size is squeezed: the letters of all others keep their shape.
    const squeeze = sizeFor(line, room) < SMALLEST ? html` textLength="${room}" lengthAdjust="spacingAndGlyphs"` : '';
    return html`<text
      x="${width / 2}"
      y="${y}"
      dy=".35em"
      text-anchor="middle"
      font-family="${FONT}"
      font-weight="600"
      font-size="${size}"
      fill="${fill}"
      ${squeeze}
      >${line}</text
    >`;
  });
}

const sizeFor = (text: string, room: number): number => Math.floor(room / (text.length * ADVANCE));

// Parted at the space that is nearest to the middle.
function halves(text: string): string[] {
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const [middle] = spaces.sort((a, b) => Math.abs(a - text.length / 2) - Math.abs(b - text.length / 2));
  return middle === undefined ? [text] : [text.slice(0, middle), text.slice(middle + 1)];
}

function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
}

// Dark enough for 4.5:1 on white, whatever the hue.
function colourOf(name: string, lightness: number): string {
  const hue = createHash('sha256').update(name).digest().readUInt16BE(0) % 360;
  return `hsl(${hue}, 38%, ${lightness}%)`;
}
