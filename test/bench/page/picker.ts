import type { CodatCommercePicker } from '../../../src/index.js';

// The element itself comes from the script-tag file, as it is shipped.
let shown: CodatCommercePicker[] = [];

window.contestant = {
  show(place, source) {
    const picker = document.createElement('codat-commerce-picker');
    if (typeof source === 'string') picker.endpoint = source;
    else picker.integrations = source;
    picker.syncEndpoint = '/sync-url';
    picker.allowedHosts = '127.0.0.1';
    place.append(picker);
    shown.push(picker);
  },
  remove() {
    for (const picker of shown) picker.remove();
    shown = [];
  },
  tiles: () => ({ root: shown.at(-1)!.shadowRoot!, selector: 'button[data-key]' }),
  change: (rows) => (shown.at(-1)!.integrations = rows),
};
