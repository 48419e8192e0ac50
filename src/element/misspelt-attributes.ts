import type { LitElement } from 'lit';

/**
 * Says in the console which attribute is meant by `syncEndpoint="…"`. HTML takes no notice of capitals, so that it has no
 * effect, and nothing else would tell.
 */
export function reportMisspeltAttributes(element: LitElement): void {
  for (const { attribute } of (element.constructor as typeof LitElement).elementProperties.values()) {
    const written = String(attribute).replaceAll('-', '');
    if (written !== attribute && element.hasAttribute(written)) {
      console.error(element.localName, written, `is no attribute: write ${attribute as string}`);
    }
  }
}
