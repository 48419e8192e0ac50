// Compiled, never run: with `moduleResolution: node` a compiler doesn't read `exports`. It finds the entries all the same.
import 'codat-commerce-picker';
import { CodatCommercePicker } from 'codat-commerce-picker/element';
import { handleSelection } from 'codat-commerce-picker/handler';
import { createHost } from 'codat-commerce-picker/host';
import type { CodatCommercePicker as Wrapped } from 'codat-commerce-picker/react';
import { de } from 'codat-commerce-picker/strings/de';

CodatCommercePicker.addStrings(de);
export const stop: () => void = handleSelection(document.createElement('codat-commerce-picker'), {
  syncEndpoint: '/api/codat/sync-url',
});
export const host: (request: Request) => Promise<Response> = createHost({
  apiKey: 'key',
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: () => null,
});
export type Wrapper = typeof Wrapped;

// @ts-expect-error It is typed.
handleSelection(document);
