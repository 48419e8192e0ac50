import 'codat-commerce-picker';
import type { Integration } from 'codat-commerce-picker';
import 'codat-commerce-picker/types/preact';

interface Props {
  disabled: boolean;
  integrations: Integration[] | undefined;
}

export const Integrations = ({ disabled, integrations }: Props) => (
  <codat-commerce-picker
    endpoint="/api/codat/integrations"
    sync-endpoint="/api/codat/sync-url"
    heading-level={3}
    strings={{ link: 'Connect {name}' }}
    requestInit={{ headers: { 'x-shop': 'Harbour' } }}
    integrations={integrations}
    disabled={disabled}
    oncodat-loaded={({ detail }) => console.info('codat-loaded', detail.integrations.length)}
    oncodat-select={({ detail }) => console.info('codat-select', detail.platformKey)}
    oncodat-redirect={({ detail }) => console.info('codat-redirect', detail.platformKey)}
    oncodat-error={({ detail }) => console.info('codat-error', detail.error.code)}
  />
);
