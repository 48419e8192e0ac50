import assert from 'node:assert/strict';
import { until } from './until.js';
import type { Visit, VisitOptions } from './visit.js';

/** What every app has to show in one window, one after the other. */
export interface Course {
  options?: VisitOptions;
  checks: Readonly<Record<string, (visit: Visit) => Promise<void>>>;
}

const ready = (visit: Visit): Promise<void> => visit.tile('Xero').waitFor();
/**
 * The lists that were asked for with the header of `requestInit`. Before a page of a server's is hydrated, the element
 * may have asked without it.
 */
const lists = ({ sent }: Visit): Visit['sent'] =>
  sent.filter((request) => request.method() === 'GET' && request.headers()['x-shop'] === 'Harbour');
const picks = ({ sent }: Visit): Visit['sent'] => sent.filter((request) => request.method() === 'POST');
const heardOf = ({ heard }: Visit, event: string): string[] => heard.filter((text) => text.startsWith(event));

/** What an app has set: attributes, `strings`, `requestInit`, and a listener. */
async function showsWhatWasSet(visit: Visit): Promise<void> {
  await ready(visit);
  await visit.picker.getByRole('button', { name: 'Xero, Connect Xero' }).waitFor();
  assert.equal(await visit.picker.locator('[role="heading"]').first().getAttribute('aria-level'), '3');
  assert.equal(lists(visit).length, 1, 'lists that were asked for');
  await until(() => visit.heard.length > 0, 'the list was told of');
  assert.deepEqual(visit.heard, ['codat-loaded 7']);
}

async function isDisabledAndEnabled(visit: Visit): Promise<void> {
  const enabled = visit.picker.locator('[data-key]:enabled');
  const all = await enabled.count();
  assert.ok(all > 1);
  await visit.press('disable');
  await until(async () => (await enabled.count()) === 0, 'every tile was disabled');
  await visit.press('disable');
  await until(async () => (await enabled.count()) === all, 'every tile was enabled again');
  assert.equal(await visit.picker.getAttribute('disabled'), null);
  assert.equal(lists(visit).length, 1, 'lists that were asked for');
}

async function takesAnotherList(visit: Visit): Promise<void> {
  const before = heardOf(visit, 'codat-loaded').length;
  await visit.press('list');
  await visit.tile('FreeAgent').waitFor();
  assert.equal(await visit.picker.locator('[data-key]').count(), 1);
  await visit.press('list');
  await ready(visit);
  await until(() => heardOf(visit, 'codat-loaded').length === before + 2, 'two more lists were told of');
}

async function comesBackAndLeadsToCodat(visit: Visit): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await visit.press('show');
    await visit.picker.waitFor({ state: 'detached' });
    await visit.press('show');
    await ready(visit);
  }
  await visit.tile('Xero').dblclick();
  await visit.page.getByRole('heading', { name: 'Sync set-up' }).waitFor();
  assert.equal(await visit.page.getByTestId('software').textContent(), 'Xero');
  assert.equal(picks(visit).length, 1, 'Sync URLs that were asked for');
  assert.equal(picks(visit)[0]!.headers()['x-shop'], 'Harbour', 'the header in `requestInit`');
  assert.equal(visit.departures.length, 1, 'ways to Codat');
  assert.deepEqual(heardOf(visit, 'codat-select'), ['codat-select gbol']);
  assert.deepEqual(heardOf(visit, 'codat-redirect'), ['codat-redirect gbol']);
  assert.deepEqual(heardOf(visit, 'codat-error'), []);
}

async function isDefinedLate(visit: Visit): Promise<void> {
  await visit.picker.waitFor({ state: 'attached' });
  await visit.page.waitForFunction(() => 'defineNow' in window);
  await visit.page.evaluate(() => (window as unknown as { defineNow(): void }).defineNow());
  await showsWhatWasSet(visit);
}

async function tellsWhatFailed(visit: Visit): Promise<void> {
  await until(() => visit.heard.length > 0, 'a failure was told of');
  assert.deepEqual(visit.heard, ['codat-error unauthenticated']);
}

export const COURSES: readonly Course[] = [
  {
    checks: {
      'shows the tiles, in the app’s own words, and asks for them once': showsWhatWasSet,
      'is disabled, and enabled again, without asking for the list anew': isDisabledAndEnabled,
      'takes a list of the app’s own, and goes back to the endpoint’s': takesAnotherList,
      'is taken away and put back, twice; a double click is one pick, one request and one way to Codat':
        comesBackAndLeadsToCodat,
    },
  },
  { options: { late: true }, checks: { 'takes what was set before the element was defined': isDefinedLate } },
  { options: { loggedIn: false }, checks: { 'tells the app what failed': tellsWhatFailed } },
];
