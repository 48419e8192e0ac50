import 'solid-js';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'codat-commerce-picker': Record<string, unknown>;
    }
  }
}
