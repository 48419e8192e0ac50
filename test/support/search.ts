import type { CodatCommercePicker, Integration } from '../../src/index.js';
import { mount, type Around, type Given } from './mount.js';
import { liveRegionOf, one, textOf } from './page.js';
import { until } from './until.js';

/** So many rows, each with a name that no other has. */
export const rows = (count: number, more: Partial<Integration> = {}): Integration[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `zz${String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26))}`,
    name: `Ledger ${index + 1}`,
    sourceType: 'Accounting',
    ...more,
  }));

/** A picker that has a search box, few as its tiles may be. */
export const mountWithSearch = (given: Given = {}, around?: Around): Promise<CodatCommercePicker> =>
  mount({ search: 'always', ...given }, around);

/** The search box itself. */
export const box = (picker: CodatCommercePicker): HTMLInputElement =>
  one(picker, '[part="search-input"]') as HTMLInputElement;

/** Makes this the text of the search box, as typing or pasting it does. */
export const search = async (picker: CodatCommercePicker, text: string): Promise<void> => {
  box(picker).value = text;
  box(picker).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await picker.updateComplete;
};

/** What the live region says from now on. */
export const listen = (picker: CodatCommercePicker): string[] => {
  const region = liveRegionOf(picker);
  const said: string[] = [];
  new MutationObserver(() => {
    const text = textOf(region);
    if (text) said.push(text);
  }).observe(region, { characterData: true, childList: true, subtree: true });
  return said;
};

/** Waits until the live region has said something. */
export const heard = (said: readonly unknown[]): Promise<void> => until(() => said.length > 0, 'nothing was said');
