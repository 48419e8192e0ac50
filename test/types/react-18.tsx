// Compiled, never run: the bare tag in React 18, which writes attributes and knows nothing of properties and events.
import 'codat-commerce-picker/types/react';
import type { CodatCommercePicker } from 'codat-commerce-picker';
import { CodatCommercePicker as Wrapped } from 'codat-commerce-picker/react';
import { useEffect, useRef } from 'react';

export const Integrations = ({ pending }: { pending: boolean }) => {
  const picker = useRef<CodatCommercePicker>(null);
  useEffect(() => {
    picker.current?.addEventListener('codat-select', ({ detail }) => detail.platformKey.length);
  }, []);
  return (
    <codat-commerce-picker
      ref={picker}
      key="picker"
      class="wide"
      aria-label="Software"
      style={{ minHeight: '30rem' }}
      endpoint="/api/codat/integrations"
      sync-endpoint="/api/codat/sync-url"
      logo="square"
      heading-level={3}
      disabled={pending || undefined}
      onClick={({ clientX }) => clientX}
    >
      <p slot="intro">Link your software.</p>
    </codat-commerce-picker>
  );
};

export const wrapped = (
  <Wrapped
    ref={(element: CodatCommercePicker | null) => void element?.reload()}
    syncEndpoint="/api/codat/sync-url"
    requestInit={{ credentials: 'include' }}
    onCodatSelect={({ detail }) => detail.platformKey}
  />
);

export const wrong = [
  // @ts-expect-error There is no such logo.
  <codat-commerce-picker logo="round" />,
  // @ts-expect-error It would become the attribute `syncEndpoint`, which is none.
  <codat-commerce-picker syncEndpoint="/api/codat/sync-url" />,
  // @ts-expect-error It would become the text `[object Object]`.
  <codat-commerce-picker requestInit={{}} />,
  // @ts-expect-error It would become the text `false`, which is true.
  <codat-commerce-picker disabled={false} />,
  // @ts-expect-error It would become the attribute `classname`.
  <codat-commerce-picker className="wide" />,
  // @ts-expect-error Nobody would be told.
  <codat-commerce-picker oncodat-select={() => undefined} />,
  // @ts-expect-error There is no such tag.
  <codat-picker />,
  // @ts-expect-error There is no such logo.
  <Wrapped logo="round" />,
];
