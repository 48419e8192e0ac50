import type { Page } from 'playwright-core';

/** A number beside a part of the picker, and a line from the one to the other. */
interface Callout {
  /** Finds the part in the picker's shadow root, or what stands in a slot. */
  readonly of: string;
  readonly side: 'left' | 'right' | 'top' | 'bottom';
  /** Where on that side the line ends, from 0 to 1. Default: in its middle. */
  readonly at?: number;
  /** px from the part to its number. Default: as far as the margin. */
  readonly reach?: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A red that neither the picker nor a logo has. */
const INK = '#b4156b';
const RADIUS = 11;
/** px from the picker to the numbers beside it. */
const MARGIN = 36;

const WHOLE: readonly Callout[] = [
  { of: '[part="base"]', side: 'left', at: 0 },
  { of: '[part="intro"]', side: 'right' },
  { of: '[part="search"]', side: 'right' },
  { of: '[part="search-icon"]', side: 'left' },
  { of: '[part="search-input"]', side: 'top', reach: 22 },
  { of: '[part="search-clear"]', side: 'top', reach: 22 },
  { of: '[part="group"]', side: 'left', at: 0.9 },
  { of: '[part="heading"]', side: 'left' },
  { of: '[part="grid"]', side: 'right', at: 0.75 },
  { of: '[part~="card"]', side: 'left' },
  { of: '[slot="not-listed"]', side: 'right' },
  { of: '[slot="footer"]', side: 'right' },
];

const TILES: readonly Callout[] = [
  { of: '[part~="card"]', side: 'left', at: 0.15 },
  { of: '[part~="tile"]', side: 'right', at: 0.15 },
  { of: '[part="logo-plate"]', side: 'left' },
  { of: '[part="logo"]', side: 'bottom', reach: 54 },
  { of: '[part="name"]', side: 'top', reach: 46 },
  { of: '[part~="badge"]', side: 'top', reach: 46 },
  { of: '[part="words"]', side: 'right' },
  { of: '[part="description"]', side: 'bottom', at: 0.2, reach: 60 },
  { of: '[part="website"]', side: 'bottom', at: 0.4, reach: 40 },
  { of: '[part="brand-button"]', side: 'right' },
  { of: '[part="failure"]', side: 'left' },
  { of: '[part="message"]', side: 'right' },
  { of: '[part~="retry"]', side: 'right' },
];

/** The whole picker, with the numbers of docs/designers.md beside its parts. */
export async function numberWhole(page: Page): Promise<void> {
  await page.addStyleTag({ content: 'main { width: 640px; margin-inline: auto; --codat-gap: 20px }' });
  await showAllParts(page, ['gbol', 'qhyg', 'pdvj', 'fqly', 'fztf']);
  await callOut(page, WHOLE);
}

/** Tiles that have every part of a tile, with their numbers. */
export async function numberTiles(page: Page): Promise<void> {
  await page.addStyleTag({
    content: `main { width: 440px; margin-inline: auto; --codat-gap: 72px; }
      ::part(intro), ::part(search) { display: none }`,
  });
  await showAllParts(page, ['gbol', 'qhyg', 'pdvj']);
  await callOut(page, TILES);
}

/** Gives the picker something for each part: a search, a badge, a web address, a failure, what a host puts into slots. */
async function showAllParts(page: Page, keys: readonly string[]): Promise<void> {
  await page.locator('codat-commerce-picker').evaluate(async (element, wanted) => {
    const picker = element as HTMLElementTagNameMap['codat-commerce-picker'];
    const { results } = (await (await fetch(picker.endpoint)).json()) as { results: { key: string }[] };
    const loaded = new Promise((resolve) => picker.addEventListener('codat-loaded', resolve, { once: true }));
    const failed = new Promise((resolve) => picker.addEventListener('codat-error', resolve, { once: true }));
    picker.search = 'always';
    picker.integrations = wanted.map((key) => ({
      ...(results.find((row) => row.key === key) as NonNullable<typeof picker.integrations>[number]),
      ...(key === 'gbol' && { connection: { status: 'linked' as const }, website: 'xero.com' }),
    }));
    for (const [slot, text] of [
      ['not-listed', 'Your software is not here? Tell us, and we will write when it is.'],
      ['footer', 'You can disconnect at any time.'],
    ] as const) {
      const paragraph = document.createElement('p');
      paragraph.slot = slot;
      paragraph.textContent = text;
      picker.append(paragraph);
    }
    await loaded;
    const input = picker.shadowRoot!.querySelector('input')!;
    input.value = 'o';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await picker.updateComplete;
    picker.addEventListener(
      'codat-select',
      (event) => {
        event.stopImmediatePropagation();
        event.waitUntil(Promise.reject(new Response(null, { status: 503 })));
      },
      { capture: true },
    );
    picker.shadowRoot!.querySelector<HTMLElement>('[data-key="pdvj"]')!.click();
    await failed;
    await picker.updateComplete;
    (picker.ownerDocument.activeElement as HTMLElement | null)?.blur();
    await Promise.all([...picker.shadowRoot!.querySelectorAll('img')].map((image) => image.decode()));
  }, keys);
}

async function callOut(page: Page, callouts: readonly Callout[]): Promise<void> {
  const picker = page.locator('codat-commerce-picker');
  const margins = (await picker.boundingBox())!;
  const boxes = await picker.evaluate(
    (element, wanted) =>
      wanted.map((selector) => {
        const part = element.shadowRoot!.querySelector(selector) ?? element.querySelector(selector);
        if (!part) throw new Error(`There is no ${selector} to point at.`);
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    callouts.map(({ of }) => of),
  );
  const edges = { left: margins.x - MARGIN, right: margins.x + margins.width + MARGIN };
  const drawn = callouts.map((callout, index) => drawingOf(callout, boxes[index]!, edges, index + 1)).join('');
  const { width, height } = page.viewportSize()!;
  await page.evaluate(
    (svg) => document.body.insertAdjacentHTML('beforeend', svg),
    `<svg width="${width}" height="${height}" style="position: absolute; inset: 0; font-weight: 600">${drawn}</svg>`,
  );
}

/** The outline of a part, a line from it, and its number at the line's other end. */
function drawingOf(
  { at = 0.5, reach, side }: Callout,
  { bottom, left, right, top }: Box,
  edges: { left: number; right: number },
  number: number,
): string {
  const isUpright = side === 'top' || side === 'bottom';
  const x = isUpright ? left + (right - left) * at : side === 'left' ? left : right;
  const y = isUpright ? (side === 'top' ? top : bottom) : top + (bottom - top) * at;
  const far = reach ?? (isUpright ? MARGIN : Math.abs(x - edges[side as 'left' | 'right']));
  const [dx, dy] = { left: [-far, 0], right: [far, 0], top: [0, -far], bottom: [0, far] }[side] as [number, number];
  return `
    <rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="none" stroke="${INK}" stroke-dasharray="2 3" />
    <path d="M${x} ${y}l${dx} ${dy}" stroke="${INK}" />
    <circle cx="${x}" cy="${y}" r="2.5" fill="${INK}" />
    <circle cx="${x + dx}" cy="${y + dy}" r="${RADIUS}" fill="${INK}" />
    <text x="${x + dx}" y="${y + dy}" dy="0.36em" text-anchor="middle" font-size="12" fill="#fff">${number}</text>`;
}
