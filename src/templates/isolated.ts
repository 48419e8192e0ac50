import { html } from 'lit';

/**
 * A sentence with what stands for `{name}` or `{query}` in it. That is isolated, as it may run the other way than the
 * sentence around it.
 */
export const isolated = (sentence: string, text: string): unknown => {
  const [before, ...after] = sentence.split(/\{\w+\}/);
  return [before, ...after.map((words) => html`<bdi>${text}</bdi>${words}`)];
};
