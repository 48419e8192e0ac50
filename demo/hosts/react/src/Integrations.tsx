import type { Integration } from 'codat-commerce-picker';
import { CodatCommercePicker } from 'codat-commerce-picker/react';

interface Props {
  disabled: boolean;
  integrations: Integration[] | undefined;
}

export const Integrations = ({ disabled, integrations }: Props) => (
  <CodatCommercePicker
    endpoint="/api/codat/integrations"
    syncEndpoint="/api/codat/sync-url"
    headingLevel={3}
    strings={{ link: 'Connect {name}' }}
    requestInit={{ headers: { 'x-shop': 'Harbour' } }}
    integrations={integrations}
    disabled={disabled}
    onCodatLoaded={({ detail }) => console.info('codat-loaded', detail.integrations.length)}
    onCodatSelect={({ detail }) => console.info('codat-select', detail.platformKey)}
    onCodatRedirect={({ detail }) => console.info('codat-redirect', detail.platformKey)}
    onCodatError={({ detail }) => console.info('codat-error', detail.error.code)}
  />
);
