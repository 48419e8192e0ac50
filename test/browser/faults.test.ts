import { expect, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatErrorEvent } from '../../src/index.js';
import { FAULTS, type Fault } from '../support/fault-table.js';
import { mount, place } from '../support/mount.js';
import { all, expectedOnConsole, names, one, textOf, tile, worker } from '../support/page.js';

const LIST = '/api/list';
const SYNC = '/api/sync-url';

/** Holds the element's own patience of so many ms, until it is to be over. */
const holdPatience = (ms: number): { end(): void; restore(): void } => {
  const original = window.setTimeout;
  const held: (() => void)[] = [];
  window.setTimeout = ((callback: () => void, wait?: number, ...rest: unknown[]) =>
    wait === ms ? held.push(callback) : original(callback, wait, ...rest)) as typeof window.setTimeout;
  return {
    end: () => held.forEach((callback) => callback()),
    restore: () => (window.setTimeout = original),
  };
};

const respond = ({ answer }: Fault, patience: { end(): void }): Response | Promise<Response> => {
  if (!answer) {
    patience.end();
    return new Promise(() => {});
  }
  const { body, headers, isError, status = 200 } = answer;
  if (isError) return HttpResponse.error();
  return new HttpResponse(status === 204 ? null : (body ?? ''), { status, headers: headers ?? {} });
};

describe('a fault of the list', () => {
  for (const row of FAULTS.filter(({ at }) => at.includes('list'))) {
    it(`is told and shown as ${row.code}: ${row.fault}`, async () => {
      if (row.isLogged) expectedOnConsole.push(new RegExp(`endpoint .*${row.code}`));
      const patience = holdPatience(10_000);
      let asked = 0;
      worker.use(
        http.get(LIST, () => {
          asked += 1;
          return respond(row, patience);
        }),
      );
      const picker = await place();
      const failed = oneEvent(picker, 'codat-error');
      picker.endpoint = LIST;
      const { error } = ((await failed) as CodatErrorEvent).detail;
      patience.restore();
      expect([error.code, error.retryable, error.retryAfter]).to.deep.equal([row.code, row.retryable, row.retryAfter]);
      expect(textOf(one(picker, '[part="message"]'))).to.equal(row.message);
      expect(all(picker, '[part="retry"]').map(textOf)).to.deep.equal(row.button ? [row.button] : []);
      expect(asked).to.equal(1);
    });
  }
});

describe('a fault of the Sync URL', () => {
  for (const row of FAULTS.filter(({ at }) => at.includes('sync-url'))) {
    it(`is told and shown as ${row.code}, and asked for once: ${row.fault}`, async () => {
      if (row.isLogged) expectedOnConsole.push(new RegExp(`sync-endpoint .*${row.code}`));
      const patience = holdPatience(10_000);
      let asked = 0;
      worker.use(
        http.post(SYNC, () => {
          asked += 1;
          return respond(row, patience);
        }),
      );
      const picker = await mount({ syncEndpoint: SYNC });
      const failed = oneEvent(picker, 'codat-error');
      tile(picker, 'gbol').click();
      const { error } = ((await failed) as CodatErrorEvent).detail;
      patience.restore();
      await picker.updateComplete;
      expect([error.code, error.retryable, error.retryAfter]).to.deep.equal([row.code, row.retryable, row.retryAfter]);
      expect(textOf(one(picker, 'li [part="message"]'))).to.equal(row.message);
      expect(all(picker, '[part="retry"]').map(textOf)).to.deep.equal(row.button ? [row.button] : []);
      // The choice is kept, and so are the tiles.
      expect(picker.value).to.equal('gbol');
      expect(names(picker)).to.have.length(5);
      expect(asked).to.equal(1);
    });
  }
});
