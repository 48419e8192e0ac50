// Compiled, never run: the bare tag in React 19, which sets properties and listens by itself.
import 'codat-commerce-picker/types/react';
import type { CodatCommercePicker } from 'codat-commerce-picker';
import { CodatCommercePicker as Wrapped } from 'codat-commerce-picker/react';
import { useRef } from 'react';

export const Integrations = ({ pending }: { pending: boolean }) => {
  const picker = useRef<CodatCommercePicker>(null);
  return (
    <codat-commerce-picker
      ref={picker}
      key="picker"
      className="wide"
      class="wide"
      id="picker"
      lang="fr"
      aria-label="Software"
      data-testid="picker"
      style={{ minHeight: '30rem' }}
      endpoint="/api/codat/integrations"
      sync-endpoint="/api/codat/sync-url"
      syncEndpoint="/api/codat/sync-url"
      source-type="Accounting"
      logo="square"
      heading-level="3"
      headingLevel={3}
      disabled={pending}
      required
      integrations={undefined}
      strings={{ contact: 'Call us.' }}
      requestInit={{ credentials: 'include' }}
      onClick={({ clientX }) => clientX}
      oncodat-loaded={({ detail }) => detail.integrations.length}
      oncodat-select={(event) => event.waitUntil(picker.current!.reload())}
      oncodat-redirect={({ detail }) => detail.url.length}
      oncodat-error={({ detail }) => detail.error.retryAfter}
    >
      <p slot="intro">Link your software.</p>
    </codat-commerce-picker>
  );
};

export const wrapped = (
  <Wrapped
    ref={(element: CodatCommercePicker | null) => void element?.reload()}
    syncEndpoint="/api/codat/sync-url"
    logo="square"
    onCodatSelect={({ detail }) => detail.platformKey}
  />
);

export const wrong = [
  // @ts-expect-error There is no such logo.
  <codat-commerce-picker logo="round" />,
  // @ts-expect-error Nor such a property.
  <codat-commerce-picker syncURL="/api/codat/sync-url" />,
  // @ts-expect-error That is the component's.
  <codat-commerce-picker onCodatSelect={() => undefined} />,
  // @ts-expect-error A method is not to be replaced.
  <codat-commerce-picker reload={async () => undefined} />,
  // @ts-expect-error A level is a number.
  <codat-commerce-picker heading-level="three" />,
  // @ts-expect-error React would set the property to '', which is false.
  <codat-commerce-picker disabled="" />,
  // @ts-expect-error The detail has no such field.
  <codat-commerce-picker oncodat-select={({ detail }) => detail.key} />,
  // @ts-expect-error There is no such tag.
  <codat-picker />,
  // @ts-expect-error There is no such logo.
  <Wrapped logo="round" />,
  // @ts-expect-error A choice is no error.
  <Wrapped onCodatSelect={({ detail }) => detail.error} />,
];
