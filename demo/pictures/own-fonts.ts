import type { Page } from 'playwright-core';

/** DOM.Node's nodeType of a text. */
const TEXT = 3;

/** The fonts of this machine that the page shows, each with a text that it is used for. */
export async function foreignFonts(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  const texts = nodes.filter(({ nodeType, nodeValue }) => nodeType === TEXT && nodeValue.trim());
  const found = new Map<string, string>();
  // All at once: one after the other, the way there and back would take most of the time.
  await Promise.all(
    texts.map(async ({ nodeId, nodeValue }) => {
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      for (const { familyName, isCustomFont } of fonts) {
        if (!isCustomFont) found.set(familyName, nodeValue.trim());
      }
    }),
  );
  await session.detach();
  return [...found].map(([font, text]) => `${font} (“${text.slice(0, 40)}”)`);
}
