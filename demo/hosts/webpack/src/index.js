import { integrations } from './integrations.js';

const picker = integrations();
const place = document.getElementById('place');
place.append(picker);

const on = (id, listener) => document.getElementById(id).addEventListener('click', listener);
on('show', () => (picker.isConnected ? picker.remove() : place.append(picker)));
on('disable', () => (picker.disabled = !picker.disabled));
on('list', () => {
  picker.integrations = picker.integrations
    ? undefined
    : [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];
});
