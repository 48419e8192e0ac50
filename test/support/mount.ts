import { fixture, html } from '@open-wc/testing/pure';
import '../../src/index.js';
import type { CodatCommercePicker } from '../../src/index.js';
import { both } from './integrations.js';

/** What a picker may be given before it is put on the page. The rows may be as bad as those of any server. */
export type Given = Partial<Omit<CodatCommercePicker, keyof HTMLElement | 'integrations'>> & {
  integrations?: unknown;
  lang?: string;
  dir?: string;
  hidden?: boolean;
};

/** Where a picker is put, and what comes along. */
export interface Around {
  /** What it is put into: a form, a dialog, a shadow root. Default: a container of its own, which goes with the test. */
  into?: ParentNode & Node;
  /** HTML inside of it: what the host puts into its slots. */
  slotted?: string;
  /** px of its own width. Default: that of the page. */
  width?: number;
  /** The event that says that it shows what it was to show. Default: `codat-loaded`. */
  until?: 'codat-loaded' | 'codat-error';
}

const create = (given: Given, { slotted = '', width }: Around): CodatCommercePicker => {
  const picker = Object.assign(document.createElement('codat-commerce-picker'), given);
  picker.innerHTML = slotted;
  if (width !== undefined) picker.style.width = `${width}px`;
  return picker;
};

const put = async (picker: CodatCommercePicker, { into }: Around): Promise<void> => {
  if (!into) await fixture(html`${picker}`);
  else into.append(picker);
  await picker.updateComplete;
};

/** A picker on the page with these properties, just put there: whatever it is to show is still on its way. */
export const place = async (given: Given = {}, around: Around = {}): Promise<CodatCommercePicker> => {
  const picker = create(given, around);
  await put(picker, around);
  return picker;
};

/** A picker on the page that shows its tiles: both categories, unless it is given other integrations or an endpoint. */
export const mount = async (given: Given = {}, around: Around = {}): Promise<CodatCommercePicker> => {
  const { until = 'codat-loaded' } = around;
  const picker = create(given.endpoint ? given : { integrations: both, ...given }, around);
  // Listened for from the start: what needs no network is there before anybody could ask.
  const settled = new Promise<void>((resolve, reject) => {
    picker.addEventListener('codat-loaded', ({ type }) => (type === until ? resolve() : reject(new Error(type))));
    picker.addEventListener('codat-error', ({ detail, type }) => (type === until ? resolve() : reject(detail.error)));
  });
  await Promise.all([settled, put(picker, around)]);
  return picker;
};
