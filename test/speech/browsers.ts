/** The browsers that are listened to, as Debian has them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserFlags } from '../support/browser.js';

interface Start {
  command: string;
  args: readonly string[];
  /** Part of the class of its window. */
  window: string;
}

const FIREFOX_PREFERENCES = {
  'accessibility.force_disabled': -1,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'termsofuse.bypassNotification': true,
  'browser.translations.automaticallyPopup': false,
  // A page that is loaded for later is told of, too.
  'browser.newtab.preload': false,
};

/** How each is started, with a profile that has never been used before. */
export const BROWSERS = {
  firefox: (profile) => {
    const lines = Object.entries(FIREFOX_PREFERENCES).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(path.join(profile, 'user.js'), lines.join(''));
    return { command: 'firefox-esr', args: ['--no-remote', '--profile', profile], window: 'firefox' };
  },
  chromium: (profile) => ({
    command: 'chromium',
    args: [...browserFlags, `--user-data-dir=${profile}`, '--force-renderer-accessibility', '--password-store=basic'],
    window: 'chromium',
  }),
} as const satisfies Record<string, (profile: string) => Start>;

export type BrowserName = keyof typeof BROWSERS;
