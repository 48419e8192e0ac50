import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What decides, besides the element, how a picture comes out. */
export interface Environment {
  readonly browser: string;
  readonly platform: string;
  /** The packages of the fonts, and their versions. */
  readonly fonts: Readonly<Record<string, string>>;
}

export const FONTS = ['@fontsource/inter', '@fontsource/noto-sans-arabic', '@fontsource-variable/noto-sans-jp'];

/** @param browser the version that the browser itself gives */
export function environmentOf(browser: string): Environment {
  return {
    browser: `Chromium ${browser}`,
    platform: `${process.platform} ${process.arch}`,
    fonts: Object.fromEntries(FONTS.map((font) => [font, versionOf(font)])),
  };
}

/** One line for each thing in which the two differ; none if what one of them draws may be held against the other's. */
export function differences(committed: Environment, present: Environment): string[] {
  const [before, now] = [flat(committed), flat(present)];
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((what) => before.get(what) !== now.get(what))
    .map(
      (what) =>
        `${what}: ${before.get(what) ?? 'none'} drew the committed pictures, here it is ${now.get(what) ?? 'none'}`,
    );
}

function flat({ browser, platform, fonts }: Environment): Map<string, string> {
  return new Map([['browser', browser], ['platform', platform], ...Object.entries(fonts)]);
}

function versionOf(name: string): string {
  // Asked for by its file, as the packages of fonts have no main one.
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
