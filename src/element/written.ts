/**
 * The list that the host wrote into the page, inside the element, as text:
 *
 * `<script type="application/json">{"results": […]}</script>`
 *
 * @returns undefined where there is none
 */
export const writtenIn = (element: Element): string | undefined =>
  element.querySelector(':scope > script[type="application/json"]')?.textContent ?? undefined;
