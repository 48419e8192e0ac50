import { executeServerCommand } from '@web/test-runner-commands';
import { CodatCommercePicker } from '../../src/element/codat-commerce-picker.js';

/** What a user can ask of a page. */
interface Preferences {
  'forced-colors': 'active';
  'prefers-contrast': 'more';
  'prefers-reduced-motion': 'reduce';
}

// No other engine has it, and only this one can be told what its user prefers.
export const inChromium = 'userAgentData' in navigator;

const restore: (() => unknown)[] = [];

/**
 * Lets the user prefer something until the test ends.
 *
 * In Chromium truly so. Firefox and WebKit can't be told: there the element's own style sheets are made to believe it,
 * which shows what its rules do, though not what the browser adds to them, such as the palette of forced colours.
 */
export async function prefer<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): Promise<void> {
  if (inChromium) {
    await emulate([{ name, value }]);
    restore.push(() => emulate([]));
    return;
  }
  for (const { styleSheet } of CodatCommercePicker.elementStyles as { styleSheet: CSSStyleSheet }[]) {
    for (const rule of styleSheet.cssRules) {
      if (!(rule instanceof CSSMediaRule) || !rule.conditionText.includes(name)) continue;
      const { mediaText } = rule.media;
      rule.media.mediaText = mediaText.includes(`: ${value}`) ? 'all' : 'not all';
      restore.push(() => (rule.media.mediaText = mediaText));
    }
  }
}

const emulate = (features: readonly { name: string; value: string }[]): Promise<unknown> =>
  executeServerCommand('cdp', { method: 'Emulation.setEmulatedMedia', params: { features } });

afterEach(async () => {
  for (const undo of restore.splice(0)) await undo();
});
