import 'codat-commerce-picker';

export function integrations() {
  const picker = document.createElement('codat-commerce-picker');
  Object.assign(picker, {
    endpoint: '/api/codat/integrations',
    syncEndpoint: '/api/codat/sync-url',
    headingLevel: 3,
    strings: { link: 'Connect {name}' },
    requestInit: { headers: { 'x-shop': 'Harbour' } },
  });
  picker.addEventListener('codat-loaded', ({ detail }) => console.info('codat-loaded', detail.integrations.length));
  picker.addEventListener('codat-select', ({ detail }) => console.info('codat-select', detail.platformKey));
  picker.addEventListener('codat-redirect', ({ detail }) => console.info('codat-redirect', detail.platformKey));
  picker.addEventListener('codat-error', ({ detail }) => console.info('codat-error', detail.error.code));
  return picker;
}
