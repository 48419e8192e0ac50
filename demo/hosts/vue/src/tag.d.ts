import 'vue';

declare module 'vue' {
  interface GlobalComponents {
    'codat-commerce-picker': Record<string, unknown>;
  }
}
