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

export const Tag = ({ disabled, integrations }: Props) => (
  <codat-commerce-picker
    endpoint="/api/codat/integrations"
    sync-endpoint="/api/codat/sync-url"
    heading-level={3}
    strings={{ link: 'Connect {name}' }}
    requestInit={{ headers: { 'x-shop': 'Harbour' } }}
    integrations={integrations}
    disabled={disabled}
    oncodat-loaded={({ detail }: CodatLoadedEvent) => console.info('codat-loaded', detail.integrations.length)}
    oncodat-select={({ detail }: CodatSelectEvent) => console.info('codat-select', detail.platformKey)}
    oncodat-redirect={({ detail }: CodatRedirectEvent) => console.info('codat-redirect', detail.platformKey)}
    oncodat-error={({ detail }: CodatErrorEvent) => console.info('codat-error', detail.error.code)}
  />
);
