import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { begin, CHECKS, conduct } from '../../../src/check/conduct.js';
import { readSettings } from '../../../src/check/settings.js';
import { COOKIE, serveHost, WRONGS, type Wrong } from './wrong-host.js';

/** What the check finds: the names of the checks that failed, and those that were left out. */
async function found(address: string, ...options: string[]): Promise<{ failed: string[]; skipped: string[] }> {
  const { outcomes } = await conduct(await begin(readSettings(['check', address, '--cookie', COOKIE, ...options])!));
  const named = (wanted: string): string[] =>
    outcomes.filter(({ result }) => result === wanted).map(({ check }) => check.name);
  return { failed: named('failed'), skipped: named('skipped') };
}

describe('a host that does all as it should', () => {
  it('is found without fault, and asked for two Sync URLs', async (t) => {
    const { address, minted } = await serveHost(t);
    assert.deepEqual(await found(address), { failed: [], skipped: ['list-own-page', 'rate-limit'] });
    assert.equal(minted(), 2);
  });

  it('is asked for no Sync URL with --no-mint', async (t) => {
    const { address, minted } = await serveHost(t);
    assert.deepEqual((await found(address, '--no-mint')).failed, []);
    assert.equal(minted(), 0);
  });

  it('is asked for ten with --rate-limit', async (t) => {
    const { address, minted } = await serveHost(t);
    assert.deepEqual((await found(address, '--rate-limit')).failed, []);
    assert.equal(minted(), 10);
  });

  it('may answer the rows alone, which the picker takes as well', async (t) => {
    const { address } = await serveHost(t, 'answers rows without a frame');
    assert.deepEqual((await found(address)).failed, []);
  });
});

describe('a host that does one thing wrong', () => {
  for (const [wrong, check] of Object.entries(WRONGS)) {
    if (check === undefined) continue;
    it(`and ${wrong}: ${check}`, async (t) => {
      const { address } = await serveHost(t, wrong as Wrong);
      assert.deepEqual((await found(address, '--rate-limit')).failed, [check]);
    });
  }

  it('is asked for no Sync URL with --no-mint, whatever it does wrong', async (t) => {
    for (const wrong of Object.keys(WRONGS) as Wrong[]) {
      // Codat itself would make none for that.
      if (wrong === 'makes a Sync URL for what is not on offer') continue;
      const { address, minted } = await serveHost(t, wrong);
      await found(address, '--no-mint');
      assert.equal(minted(), 0, wrong);
    }
  });
});

it('there is a host for each check that does it wrong', () => {
  const caught = new Set<string | undefined>(Object.values(WRONGS));
  const never = CHECKS.map(({ name }) => name).filter((name) => !caught.has(name));
  // It needs a page of another origin: see own-host.test.ts.
  assert.deepEqual(never, ['list-own-page']);
});

it('each check leads to a section of docs/http.md', () => {
  const page = readFileSync('docs/http.md', 'utf8');
  const sections = new Set(
    [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(' ', '-')),
  );
  const lost = CHECKS.filter(({ section }) => !sections.has(section)).map(({ name }) => name);
  assert.deepEqual(lost, []);
});
