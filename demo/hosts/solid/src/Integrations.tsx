import 'codat-commerce-picker';
import type {
  CodatErrorEvent,
  CodatLoadedEvent,
  CodatRedirectEvent,
  CodatSelectEvent,
  Integration,
} from 'codat-commerce-picker';

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
    on:codat-loaded={({ detail }: CodatLoadedEvent) => console.info('codat-loaded', detail.integrations.length)}
    on:codat-select={({ detail }: CodatSelectEvent) => console.info('codat-select', detail.platformKey)}
    on:codat-redirect={({ detail }: CodatRedirectEvent) => console.info('codat-redirect', detail.platformKey)}
    on:codat-error={({ detail }: CodatErrorEvent) => console.info('codat-error', detail.error.code)}
  />
);
