/**
 * The text of an inline list: JSON that the host wrote into the page, inside the element:
 *
 * `<script type="application/json">{"results": […]}</script>`
 *
 * @returns undefined where there is none
 */
export const inlineListOf = (element: Element): string | undefined =>
  element.querySelector(':scope > script[type="application/json"]')?.textContent ?? undefined;

/** Whether the browser has parsed all of it: something stands after it, or after what it is in, shadow roots included. */
export const isParsed = (element: Element): boolean => {
  if (element.ownerDocument.readyState !== 'loading') return true;
  let node: Node | null | undefined = element;
  while (node) {
    if (node.nextSibling) return true;
    node = node.parentNode ?? (node as Partial<ShadowRoot>).host;
  }
  return false;
};

/** Waits until then. An element whose script is above it is created before the browser has read what is in it. */
export const whenParsed = async (element: Element): Promise<void> => {
  const page = element.ownerDocument;
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(check);
    function check(): void {
      if (!isParsed(element)) return;
      observer.disconnect();
      page.removeEventListener('DOMContentLoaded', check);
      resolve();
    }
    observer.observe(page, { childList: true, subtree: true });
    page.addEventListener('DOMContentLoaded', check);
    check();
  });
};
