import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';

/** Where the Sync page opens. The values are those of HTML's `target`. */
export type Target = '_self' | '_top' | '_blank';

/**
 * ms after which a page that is still there counts as not left. The answer to the navigation was a 204 or a download,
 * or a web view has passed the link to another app. There is no event for these.
 */
const STAYED = 2_500;

/** The window that the element is in at this moment. It may have been moved to another one. */
export const windowOf = (element: Element): Window | undefined => element.ownerDocument?.defaultView ?? undefined;

/** A place where the Sync page can be opened. */
export interface Exit {
  /** Opens the URL there. Resolves when the navigation is over, successful or not, so that another pick makes sense. */
  leave(url: string): Promise<unknown>;
  /** Is called if nothing will be opened: closes the window that was made for it. */
  close(): void;
}

/**
 * Resolves when a navigation is over: the page is left (the back button may bring it back), the merchant has answered
 * "Stay" or comes back from another app, or nothing has happened for {@link STAYED} ms.
 */
const navigationSettled = (view: Window, signal: AbortSignal): Promise<unknown> =>
  new Promise<void>((resolve) => {
    // The Navigation API reports a "Stay" at once. Not all browsers have it, and a page may use the name for something
    // else.
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

/** A new window. It is opened during the click: later, the browser would block it as a pop-up. */
const newWindow = (view: Window, title: string): Exit => {
  const opened = view.open('about:blank', '_blank');
  if (!opened) throw new PickerError('blocked', 'the browser has opened no window');
  // In a sandbox, the window has an origin of its own and its title can't be set.
  attempt(() => (opened.document.title = title));
  return {
    async leave(url) {
      // The merchant has closed it.
      if (opened.closed) return;
      try {
        opened.location.replace(url);
      } catch {
        // Without the caught error, which may quote the URL.
        throw new PickerError('blocked', 'the browser leads the new window nowhere');
      }
      // The new page must not reach back into this one. Only now, because in a sandbox only the opener may navigate it.
      attempt(() => (opened.opener = null));
    },
    close: () => opened.close(),
  };
};

/** Navigates the page around the frame. Some browsers refuse that, and a sandbox may. */
const toTop = (view: Window, url: string): void => {
  try {
    // Setting `href` works even if the page around has another origin; `location.assign` doesn't.
    view.top!.location.href = url;
  } catch {
    // Without the caught error, which may quote the URL.
    throw new PickerError('blocked', 'the frame may not navigate the page around it');
  }
};

const warned = new WeakSet<Window>();

/** Tells developers on the console, once, as merchants can't change it. */
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
 * Prepares the place where the Sync page will open. It is called during the click: only then may a window be opened.
 *
 * @param picker the window that it is in at the time of the navigation is the one that navigates
 * @param title the title of a new window until its page has loaded
 * @param signal ends the wait for the navigation
 * @throws {PickerError} `blocked` if the browser opens no window
 */
export function exitOf(picker: Element, target: Target | undefined, title: string, signal: AbortSignal): Exit {
  // As in HTML, upper and lower case are the same.
  const where = String(target ?? '').toLowerCase();
  if (where === '_blank') return newWindow(windowOf(picker)!, title);
  return inPage(picker, where === '_top' ? toTop : toSelf, signal);
}
