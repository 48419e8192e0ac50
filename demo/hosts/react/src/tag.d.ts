import 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'codat-commerce-picker': Record<string, unknown>;
    }
  }
}
