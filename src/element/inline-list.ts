/**
 * The text of an inline list: JSON that the host wrote into the page, inside the element:
 *
 * `<script type="application/json">{"results": […]}</script>`
 *
 * @returns undefined where there is none
 */
export const inlineListOf = (element: Element): string | undefined =>
  element.querySelector(':scope > script[type="application/json"]')?.textContent ?? undefined;
