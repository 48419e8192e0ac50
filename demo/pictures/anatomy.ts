import type { Locator, Page } from 'playwright-core';

/** A number beside a part of the picker, and a line from the one to the other. */
interface Callout {
  /** Finds the part in the picker's shadow root, or what stands in a slot. */
  readonly of: string;
  readonly side: 'left' | 'right' | 'top' | 'bottom';
  /** Where on that side the line ends, from 0 to 1. Default: in its middle. */
  readonly at?: number;
  /** px from the part to its number. Default: to the margin of its card, or of the picker. */
  readonly reach?: number;
  /** px between the part and its outline, where another part has the same edges. */
  readonly outset?: number;
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
/** px from the picker, or from a card, to the numbers beside it. */
const MARGIN = 42;

const WHOLE: readonly Callout[] = [
  { of: '[part="base"]', side: 'left', at: 0, outset: 14 },
  { of: '[part="intro"]', side: 'right', outset: 3 },
  { of: '[part="search"]', side: 'right', outset: 5 },
  { of: '[part="search-icon"]', side: 'left', outset: 2 },
  { of: '[part="search-input"]', side: 'top', reach: 24 },
  { of: '[part="search-clear"]', side: 'top', reach: 24 },
  { of: '[part="heading"]', side: 'left', outset: 3 },
  { of: '[part~="card"]', side: 'left' },
  { of: '[part="grid"]', side: 'right', at: 0.75, outset: 4 },
  { of: '[part="group"]', side: 'left', at: 0.85, outset: 9 },
  { of: '[slot="not-listed"]', side: 'right', outset: 3 },
  { of: '[slot="footer"]', side: 'right', outset: 3 },
];

const TILES: readonly Callout[] = [
  { of: '[part~="card"]', side: 'left', at: 0.12, outset: 5 },
  { of: '[part~="tile"]', side: 'right', at: 0.5 },
  { of: '[part="logo-plate"]', side: 'left' },
  { of: '[part="logo"]', side: 'bottom', outset: -4 },
  { of: '[part="name"]', side: 'top' },
  { of: '[part~="badge"]', side: 'top' },
  { of: '[part="words"]', side: 'top', at: 0.85, outset: 4 },
  { of: '[part="website"]', side: 'bottom', at: 0.12 },
  { of: '[part="description"]', side: 'bottom', at: 0.45 },
  { of: '[part="brand-button"]', side: 'right' },
  { of: '[part="failure"]', side: 'left' },
  { of: '[part="message"]', side: 'right' },
  { of: '[part~="retry"]', side: 'right' },
];

/** The whole picker, with the numbers of docs/designers.md beside its parts. */
export async function numberWhole(page: Page): Promise<void> {
  await page.addStyleTag({
    content: 'main { width: 640px; margin-inline: auto; padding-block: 32px; --codat-gap: 20px }',
  });
  await fill(page, ['gbol', 'qhyg', 'pdvj', 'fqly', 'fztf']);
  await slotIn(page, {
    'not-listed': 'Your software is not here? Tell us, and we will write when it is.',
    footer: 'You can disconnect at any time.',
  });
  await search(page, 'o');
  await callOut(page, WHOLE);
}

/** Tiles that have every part of a tile, with their numbers. */
export async function numberTiles(page: Page): Promise<void> {
  await page.addStyleTag({
    content: `main { width: 440px; margin-inline: auto; padding-block: 64px 32px; --codat-gap: 64px }
      ::part(intro) { display: none }`,
  });
  await fill(page, ['gbol', 'qhyg', 'pdvj']);
  await failToOpen(page, 'pdvj');
  await callOut(page, TILES);
}

type Picker = HTMLElementTagNameMap['codat-commerce-picker'];

const pickerOf = (page: Page): Locator => page.locator('codat-commerce-picker');

/** Leaves these tiles. The first software is linked, and has a web address. */
async function fill(page: Page, keys: readonly string[]): Promise<void> {
  await pickerOf(page).evaluate(async (element, wanted) => {
    const picker = element as Picker;
    const { results } = (await (await fetch(picker.endpoint)).json()) as {
      results: NonNullable<Picker['integrations']>;
    };
    const loaded = new Promise((resolve) => picker.addEventListener('codat-loaded', resolve, { once: true }));
    picker.integrations = wanted.map((key, index) => ({
      ...results.find((row) => row.key === key)!,
      ...(index === 0 && { connection: { status: 'linked' as const }, website: 'xero.com' }),
    }));
    await loaded;
    await Promise.all([...picker.shadowRoot!.querySelectorAll('img')].map((image) => image.decode()));
  }, keys);
}

async function slotIn(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  await pickerOf(page).evaluate((picker, slots) => {
    for (const [slot, text] of Object.entries(slots)) {
      const paragraph = document.createElement('p');
      paragraph.slot = slot;
      paragraph.textContent = text;
      picker.append(paragraph);
    }
  }, texts);
}

async function search(page: Page, query: string): Promise<void> {
  await pickerOf(page).evaluate(async (element) => {
    const picker = element as Picker;
    picker.search = 'always';
    await picker.updateComplete;
  });
  await page.getByRole('searchbox').fill(query);
  await page.getByRole('searchbox').blur();
}

/** Picks this software, and has its Sync URL fail. */
async function failToOpen(page: Page, key: string): Promise<void> {
  await pickerOf(page).evaluate(async (element, wanted) => {
    const picker = element as Picker;
    const failed = new Promise((resolve) => picker.addEventListener('codat-error', resolve, { once: true }));
    // Before the page's own listener, whose Sync URL would come.
    const refuse = { capture: true, once: true };
    picker.addEventListener(
      'codat-select',
      (event) => {
        event.stopImmediatePropagation();
        event.waitUntil(Promise.reject(new Response(null, { status: 503 })));
      },
      refuse,
    );
    picker.shadowRoot!.querySelector<HTMLElement>(`[data-key="${wanted}"]`)!.click();
    await failed;
    await picker.updateComplete;
    // The tile has the focus now: its ring is another picture's.
    (document.activeElement as HTMLElement | null)?.blur();
  }, key);
}

async function callOut(page: Page, callouts: readonly Callout[]): Promise<void> {
  const boxes = await pickerOf(page).evaluate(
    (picker, wanted) =>
      wanted.map((selector) => {
        const part = picker.shadowRoot!.querySelector(selector) ?? picker.querySelector(selector);
        if (!part) throw new Error(`There is no ${selector} to point at.`);
        const around = part.closest('[part~="card"]') ?? picker;
        return [part.getBoundingClientRect().toJSON() as Box, around.getBoundingClientRect().toJSON() as Box] as const;
      }),
    callouts.map(({ of }) => of),
  );
  const drawn = callouts.map((callout, index) => drawingOf(index + 1, callout, ...boxes[index]!)).join('');
  const { width, height } = page.viewportSize()!;
  await page.evaluate(
    (svg) => document.body.insertAdjacentHTML('beforeend', svg),
    `<svg width="${width}" height="${height}" style="position: absolute; inset: 0; font-weight: 600">${drawn}</svg>`,
  );
}

/**
 * The outline of a part, a line from it, and its number at the line's other end.
 *
 * @param around what the number stands in the margin of
 */
function drawingOf(number: number, { at = 0.5, outset = 0, reach, side }: Callout, part: Box, around: Box): string {
  const left = part.left - outset;
  const top = part.top - outset;
  const right = part.right + outset;
  const bottom = part.bottom + outset;
  const isUpright = side === 'top' || side === 'bottom';
  const isBefore = side === 'top' || side === 'left';
  const x = isUpright ? left + (right - left) * at : isBefore ? left : right;
  const y = isUpright ? (isBefore ? top : bottom) : top + (bottom - top) * at;
  const sign = isBefore ? -1 : 1;
  const away = sign * (reach ?? MARGIN + sign * (around[side] - (isUpright ? y : x)));
  const [endX, endY] = isUpright ? [x, y + away] : [x + away, y];
  return `
    <rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="none" stroke="${INK}" stroke-dasharray="2 3" />
    <path d="M${x} ${y}L${endX} ${endY}" stroke="${INK}" />
    <circle cx="${x}" cy="${y}" r="2.5" fill="${INK}" />
    <circle cx="${endX}" cy="${endY}" r="${RADIUS}" fill="${INK}" />
    <text x="${endX}" y="${endY}" dy="0.36em" text-anchor="middle" font-size="12" fill="#fff">${number}</text>`;
}
