import { fixture, html } from '@open-wc/testing';
import '../../src/index.js';
import type { CodatCommercePicker } from '../../src/index.js';
import { both } from './integrations.js';
import { until } from './states.js';

/** What a picker may be given before it is put on the page. */
export type Given = Partial<Omit<CodatCommercePicker, keyof HTMLElement>> & { lang?: string; dir?: string };

/** A picker on the page with these properties, just put there: whatever it is to show is still on its way. */
export const place = (given: Given = {}): Promise<CodatCommercePicker> => {
  const picker = Object.assign(document.createElement('codat-commerce-picker'), given);
  return fixture<CodatCommercePicker>(html`${picker}`);
};

/** A picker on the page that shows its tiles: both categories, unless it is given other integrations or an endpoint. */
export const mount = async (given: Given = {}): Promise<CodatCommercePicker> => {
  const picker = await place(given.endpoint ? given : { integrations: both, ...given });
  await until(() => picker.shadowRoot?.querySelector('[data-key]'), 'no tile came');
  return picker;
};
