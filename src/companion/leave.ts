import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';

/** Where the Sync page opens: as in HTML's own `target`. */
export type Target = '_self' | '_top' | '_blank';

/**
 * ms until a page that has been told to leave, and is still there, counts as not left: the answer was a 204 or a
 * download, or a web view has handed the link to another app. No event tells of these.
 */
const STAYED = 2_500;

/** The window that something stands in by now: whoever moves it into another one takes its navigation along. */
export const windowOf = (element: Element): Window | undefined => element.ownerDocument?.defaultView ?? undefined;

/** Where the Sync page will open. */
export interface Exit {
  /** Goes there. Resolves when the page has been left, or was not: when another pick makes sense again. */
  leave(url: string): Promise<unknown>;
  /** Nobody goes anywhere: closes what was opened for it. */
  close(): void;
}

/**
 * Whatever becomes of a page that was told to leave: it is left (and perhaps brought back by the back button), or its
 * merchant has answered "Stay", or comes back to it from an app, or nothing happens at all.
 */
const navigationSettled = (view: Window, signal: AbortSignal): Promise<unknown> =>
  new Promise<void>((resolve) => {
    // Not everywhere, unknown to TypeScript's older libraries, and a name that a page may use: tells at once of a "Stay".
    const { navigation } = view as { navigation?: Partial<EventTarget> };
    const watched: [target: Partial<EventTarget> | undefined, type: string][] = [
      [view, 'pagehide'],
      [view, 'pageshow'],
      [view, 'focus'],
      [view.document, 'visibilitychange'],
      [navigation, 'navigateerror'],
      [signal, 'abort'],
    ];
    const done = (): void => {
      clearTimeout(timer);
      for (const [target, type] of watched) target?.removeEventListener?.(type, done);
      resolve();
    };
    const timer = setTimeout(done, STAYED);
    for (const [target, type] of watched) target?.addEventListener?.(type, done);
  });

const inPage = (picker: Element, go: (view: Window, url: string) => void, signal: AbortSignal): Exit => ({
  async leave(url) {
    const view = windowOf(picker)!;
    const end = navigationSettled(view, signal);
    go(view, url);
    await end;
  },
  close: () => {},
});

/** A window of its own, opened now: later, the browser would take it for a pop-up that nobody has asked for. */
const newWindow = (view: Window, title: string): Exit => {
  const opened = view.open('about:blank', '_blank');
  if (!opened) throw new PickerError('blocked', 'the browser has opened no window');
  // In a sandbox, a window that was opened belongs to nobody, and may only be sent somewhere.
  attempt(() => (opened.document.title = title));
  return {
    async leave(url) {
      // Closed by the merchant, who has thought better of it.
      if (opened.closed) return;
      try {
        opened.location.replace(url);
      } catch {
        // Not the error itself: it may quote the URL.
        throw new PickerError('blocked', 'the browser leads the new window nowhere');
      }
      // What opens there is not to reach back into this page. Not before: from a sandbox only the opener may lead it on.
      attempt(() => (opened.opener = null));
    },
    close: () => opened.close(),
  };
};

/** Leads out of a frame, which some browsers and every sandbox may refuse. */
const toTop = (view: Window, url: string): void => {
  try {
    // The one thing that a page of another origin lets be done to it.
    view.top!.location.href = url;
  } catch {
    // Not the error itself: it may quote the URL.
    throw new PickerError('blocked', 'the frame may not navigate the page around it');
  }
};

const warned = new WeakSet<Window>();

/** A developer's to mend, so it is said once, in the console. */
const warnOfFrame = (view: Window): void => {
  if (view === view.top || warned.has(view)) return;
  warned.add(view);
  console.warn('codat-commerce-picker: Codat’s page does not open in a frame. Set target="_top" or "_blank".');
};

const toSelf = (view: Window, url: string): void => {
  warnOfFrame(view);
  view.location.assign(url);
};

/**
 * Gets ready to leave, while the browser still knows that the merchant has asked for it.
 *
 * @param picker leaves the window that it is in when the time has come
 * @param title for a window of its own, until the page is there
 * @param signal gives up waiting
 * @throws {PickerError} `blocked` where the browser opens no window
 */
export function exitOf(picker: Element, target: Target | undefined, title: string, signal: AbortSignal): Exit {
  // In any case of letters, as in HTML.
  const where = String(target ?? '').toLowerCase();
  if (where === '_blank') return newWindow(windowOf(picker)!, title);
  return inPage(picker, where === '_top' ? toTop : toSelf, signal);
}
