import { fixture, html } from '@open-wc/testing/pure';

const PAGE = '/test/support/model/window.html';

/**
 * A window that may be navigated without taking the test along: a Sync URL that differs from its address in the
 * fragment leads the browser there, and leaves everything standing.
 */
export interface Room {
  readonly view: Window & typeof globalThis;
  /** The Sync URL of this code. */
  urlOf(code: string): string;
  /** The codes of the URLs that it was navigated to, in order. */
  visited(): Promise<string[]>;
}

const opened = async (frame: HTMLIFrameElement): Promise<Room> => {
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const view = frame.contentWindow as Window & typeof globalThis;
  const address = view.location.href;
  const codes: string[] = [];
  let isOver: (() => void) | undefined;
  view.addEventListener('hashchange', ({ newURL }) => {
    const code = new URL(newURL).hash.slice(1);
    if (code === 'over') isOver?.();
    else if (code) codes.push(code);
  });
  return {
    view,
    urlOf: (code) => `${address}#${code}`,
    async visited() {
      // What happened before it has been heard of by then.
      const over = new Promise<void>((resolve) => (isOver = resolve));
      view.location.replace(`${address}#over`);
      await over;
      view.location.replace(`${address}#`);
      return codes;
    },
  };
};

/** Opens one, in a frame of the test's page. */
export const room = async (): Promise<Room> => {
  const frame = document.createElement('iframe');
  frame.src = PAGE;
  const isOpen = opened(frame);
  await fixture(html`${frame}`);
  return isOpen;
};
