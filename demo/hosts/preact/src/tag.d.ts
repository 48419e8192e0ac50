import 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'codat-commerce-picker': Record<string, unknown>;
    }
  }
}
