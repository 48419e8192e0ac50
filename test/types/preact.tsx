// Compiled, never run: the tag in Preact.
import 'codat-commerce-picker/types/preact';
import type { CodatCommercePicker } from 'codat-commerce-picker';
import { createRef } from 'preact';

const picker = createRef<CodatCommercePicker>();

export const Integrations = ({ pending }: { pending: boolean }) => (
  <codat-commerce-picker
    ref={picker}
    key="picker"
    class="wide"
    aria-label="Software"
    style={{ minHeight: '30rem' }}
    endpoint="/api/codat/integrations"
    sync-endpoint="/api/codat/sync-url"
    syncEndpoint="/api/codat/sync-url"
    logo="square"
    heading-level="3"
    disabled={pending}
    strings={{ contact: 'Call us.' }}
    requestInit={{ credentials: 'include' }}
    onClick={({ clientX }) => clientX}
    oncodat-select={(event) => event.waitUntil(picker.current!.reload())}
    oncodat-error={({ detail }) => detail.error.retryAfter}
  >
    <p slot="intro">Link your software.</p>
  </codat-commerce-picker>
);

export const wrong = [
  // @ts-expect-error There is no such logo.
  <codat-commerce-picker logo="round" />,
  // @ts-expect-error Nor such a property.
  <codat-commerce-picker syncURL="/api/codat/sync-url" />,
  // @ts-expect-error The detail has no such field.
  <codat-commerce-picker oncodat-select={({ detail }) => detail.key} />,
  // @ts-expect-error There is no such tag.
  <codat-picker />,
];
