// Compiled, never run: a library in the same program has brought along another version of the package.
import type { CodatCommercePicker, CodatSelectEvent } from 'codat-commerce-picker';
import type { CodatCommercePicker as Other } from './other/library.js';

const picker = document.createElement('codat-commerce-picker');
export const own: CodatCommercePicker = picker;
export const others: Other = picker;
picker.logo = 'square';
picker.addEventListener('codat-select', (event: CodatSelectEvent) => event.detail.platformKey);

// @ts-expect-error There is no such logo.
picker.logo = 'round';
