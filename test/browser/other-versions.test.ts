// A page and its server are rarely of one version: what a newer server answers more must do no harm.
import { expect } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import { follow, GOOD, mint } from '../support/companion.js';
import { xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, names, textOf, tile, one, failureOf, worker } from '../support/page.js';
import { until } from '../support/until.js';

describe('a server of a newer version', () => {
  it('may answer rows with fields, statuses and types of which the page knows nothing', async () => {
    const rows = [
      { ...xero, rating: 5, connection: { status: 'paused', since: '2031-01-01' }, badges: [{ kind: 'new' }] },
      { key: 'zzzz', name: 'Ledger of tomorrow', sourceType: 'Payroll' },
    ];
    worker.use(http.get('/api/newer', () => HttpResponse.json({ results: rows, next: '/api/newer?page=2' })));
    const picker = await mount({ endpoint: '/api/newer' });
    expect(names(picker)).to.deep.equal(['Xero', 'Ledger of tomorrow']);
    expect(all(picker, '[part~="badge"]')).to.deep.equal([]);
    expect(textOf(one(picker, '[part="description"]'))).to.contain('Link your Xero account');
    expect((picker.integrations ?? []).length).to.equal(0);
  });

  it('may leave out all of a row but its key and its name', async () => {
    worker.use(http.get('/api/bare', () => HttpResponse.json({ results: [{ key: 'gbol', name: 'Xero' }] })));
    expect(names(await mount({ endpoint: '/api/bare' }))).to.deep.equal(['Xero']);
  });

  it('may name a failure that the page does not know, which then goes by the status', async () => {
    const problem = {
      type: 'about:blank',
      code: 'paused-for-maintenance',
      status: 429,
      retryable: true,
      until: '2031',
    };
    worker.use(http.get('/api/failing', () => HttpResponse.json(problem, { status: 429 })));
    const picker = await mount({ endpoint: '/api/failing' }, { until: 'codat-error' });
    expect(textOf(failureOf(picker))).to.contain('There were too many attempts.');
  });

  it('may answer more beside the Sync URL', async () => {
    mint(() => HttpResponse.json({ url: GOOD, expires: '2031-01-01T00:00:00Z', companyId: 'c' }));
    const picker = await mount();
    const { visited } = follow(picker);
    tile(picker, 'gbol').click();
    await until(() => visited.length);
    expect(visited).to.deep.equal([GOOD]);
  });
});
