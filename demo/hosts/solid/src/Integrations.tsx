import 'codat-commerce-picker';
import type { Integration } from 'codat-commerce-picker';
import 'codat-commerce-picker/types/solid';

interface Props {
  disabled: boolean;
  integrations: Integration[] | undefined;
}

export const Integrations = (props: Props) => (
  <codat-commerce-picker
    endpoint="/api/codat/integrations"
    sync-endpoint="/api/codat/sync-url"
    heading-level="3"
    prop:strings={{ link: 'Connect {name}' }}
    prop:requestInit={{ headers: { 'x-shop': 'Harbour' } }}
    prop:integrations={props.integrations}
    prop:disabled={props.disabled}
    on:codat-loaded={({ detail }) => console.info('codat-loaded', detail.integrations.length)}
    on:codat-select={({ detail }) => console.info('codat-select', detail.platformKey)}
    on:codat-redirect={({ detail }) => console.info('codat-redirect', detail.platformKey)}
    on:codat-error={({ detail }) => console.info('codat-error', detail.error.code)}
  />
);
