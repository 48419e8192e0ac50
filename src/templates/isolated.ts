import { html } from 'lit';

/**
 * A sentence with what stands for `{name}` or `{query}` in it. That is isolated, as it may run the other way than the
 * sentence around it.
 */
export const isolated = (sentence: string, text: string): unknown =>
  sentence.split(/\{\w+\}/).map((part, index) => (index ? html`<bdi>${text}</bdi>${part}` : part));
