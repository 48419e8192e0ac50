import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare } from './compare.js';
import type { Environment } from './environment.js';
import { pack } from './pack.js';

/** A picture as it is drawn now, or why it couldn't be. */
export type Drawn = { readonly name: string; readonly png: Uint8Array } | Undrawn;

export interface Undrawn {
  readonly name: string;
  readonly reason: string;
}

/** The command that makes a gallery of what is drawn now. */
export const RENEW = '`npm run screenshots`';

/** A folder of committed pictures, and what they were drawn by. */
export class Gallery {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get names(): string[] {
    const files = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    return files
      .filter((file) => file.endsWith('.png'))
      .map((file) => path.basename(file, '.png'))
      .toSorted();
  }

  get environment(): Environment | undefined {
    return existsSync(this.#record) ? (JSON.parse(readFileSync(this.#record, 'utf8')) as Environment) : undefined;
  }

  read(name: string): Buffer | undefined {
    const file = this.#fileOf(name);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  /**
   * Takes the place of what was there. A file that shows the same stays as it is, so that a commit holds what has changed
   * and nothing else.
   *
   * @returns what has been done, a line for each change
   */
  renew(drawn: readonly Drawn[], environment: Environment): string[] {
    const undrawn = drawn.filter((picture) => 'reason' in picture);
    if (undrawn.length > 0) {
      throw new Error(
        ['Nothing has been renewed:', ...undrawn.map(({ name, reason }) => `${name}: ${reason}`)].join('\n'),
      );
    }
    const lines: string[] = [];
    for (const name of this.names) {
      if (drawn.some((picture) => picture.name === name)) continue;
      rmSync(this.#fileOf(name));
      lines.push(`removed  ${name}`);
    }
    for (const picture of drawn) {
      if ('reason' in picture) continue;
      const before = this.read(picture.name);
      if (before && compare(before, picture.png).kind === 'same') continue;
      writeFileSync(this.#fileOf(picture.name), pack(picture.png));
      lines.push(`${before ? 'changed' : 'new'.padEnd(7)}  ${picture.name}`);
    }
    writeFileSync(this.#record, `${JSON.stringify(environment, undefined, 2)}\n`);
    return lines;
  }

  get #record(): string {
    return path.join(this.#folder, 'baseline.json');
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, `${name}.png`);
  }
}
