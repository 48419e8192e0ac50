import { html } from 'lit';

/**
 * A sentence with what stands for `{name}` or `{query}` in it. That is isolated, as it may run the other way than the
 * sentence around it.
 */
export const isolated = (sentence: string, text: string): unknown => {
  const [, before, after] = /^(.*?)\{\w+\}(.*)/s.exec(sentence) ?? [];
  return after === undefined ? sentence : html`${before}<bdi>${text}</bdi>${isolated(after, text)}`;
};
