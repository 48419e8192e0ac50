import type * as React from 'react';
import type { Attributes, CodatCommercePicker, Listeners, Properties } from './element.js';

type Html = React.HTMLAttributes<CodatCommercePicker> &
  React.ClassAttributes<CodatCommercePicker> & {
    class?: string | undefined;
  };

/** React 18 writes attributes alone, and every value as text: `false` would be `disabled="false"`, which is true. */
type React18 = {
  [Name in keyof Attributes]: Attributes[Name] extends boolean | undefined ? true | undefined : Attributes[Name];
} & Omit<Html, 'className'> &
  // It listens to no events but the browser's own.
  Partial<Record<keyof Listeners<'on'>, undefined>>;
type React19 = Attributes & Properties & Listeners<'on'> & Html;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      // `createFactory` is gone in React 19.
      'codat-commerce-picker': 'createFactory' extends keyof typeof React ? React18 : React19;
    }
  }
}
