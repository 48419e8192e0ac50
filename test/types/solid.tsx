// Compiled, never run: the tag in Solid, with each of its prefixes.
import 'codat-commerce-picker/types/solid';
import type { CodatCommercePicker } from 'codat-commerce-picker';

let picker: CodatCommercePicker | undefined;

export const Integrations = (props: { pending: boolean }) => (
  <codat-commerce-picker
    ref={(element) => (picker = element)}
    class="wide"
    classList={{ wide: true }}
    aria-label="Software"
    style={{ 'min-height': '30rem' }}
    endpoint="/api/codat/integrations"
    sync-endpoint="/api/codat/sync-url"
    attr:sync-endpoint="/api/codat/sync-url"
    attr:heading-level="3"
    prop:syncEndpoint="/api/codat/sync-url"
    prop:headingLevel={3}
    prop:requestInit={{ credentials: 'include' }}
    bool:disabled={props.pending}
    required={props.pending}
    strings={{ contact: 'Call us.' }}
    logo="square"
    onClick={({ clientX }) => clientX}
    on:codat-loaded={({ detail }) => detail.integrations.length}
    on:codat-select={(event) => event.waitUntil(picker!.reload())}
    on:codat-error={({ detail }) => detail.error.retryAfter}
  >
    <p slot="intro">Link your software.</p>
  </codat-commerce-picker>
);

export const wrong = [
  // @ts-expect-error There is no such logo.
  <codat-commerce-picker logo="round" />,
  // @ts-expect-error Nor by an attribute.
  <codat-commerce-picker attr:logo="round" />,
  // @ts-expect-error Nor by a property.
  <codat-commerce-picker prop:logo="round" />,
  // @ts-expect-error It would become the property `syncendpoint`.
  <codat-commerce-picker syncEndpoint="/api/codat/sync-url" />,
  // @ts-expect-error There is no such property.
  <codat-commerce-picker prop:syncURL="/api/codat/sync-url" />,
  // @ts-expect-error It would become the text `false`, which is true.
  <codat-commerce-picker attr:disabled={false} />,
  // @ts-expect-error It is no switch.
  <codat-commerce-picker bool:logo={true} />,
  // @ts-expect-error The detail has no such field.
  <codat-commerce-picker on:codat-select={({ detail }) => detail.key} />,
  // @ts-expect-error There is no such tag.
  <codat-picker />,
];
