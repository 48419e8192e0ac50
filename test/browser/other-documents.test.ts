import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatCommercePicker } from '../../src/index.js';
import { both } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, names, tile, worker } from '../support/page.js';
import { until } from '../support/states.js';

const SYNC = '/api/codat/sync-url';

/** An empty frame of this page's origin. */
const frame = async (): Promise<HTMLIFrameElement> => {
  const element = await fixture<HTMLIFrameElement>(html`<iframe title="Another document"></iframe>`);
  element.contentDocument!.documentElement.lang = 'en';
  element.contentDocument!.title = 'Another document';
  return element;
};

const backgroundOf = (picker: CodatCommercePicker, selector: string): string =>
  picker.ownerDocument.defaultView!.getComputedStyle(all(picker, selector)[0]!).backgroundColor;

describe('a picker that is made in one document', () => {
  it('is drawn, with its look, where it is first put into another', async () => {
    const here = await mount();
    const picker = document.createElement('codat-commerce-picker');
    picker.integrations = both;
    (await frame()).contentDocument!.body.append(picker);
    await until(() => all(picker, '[data-key]').length);
    expect(names(picker)).to.have.length(5);
    expect(backgroundOf(picker, '[part="logo-plate"]')).to.equal(backgroundOf(here, '[part="logo-plate"]'));
  });

  it('keeps its look on the way there and back', async () => {
    const picker = await mount();
    const home = picker.parentElement!;
    const before = backgroundOf(picker, '[part="logo-plate"]');
    for (const place of [(await frame()).contentDocument!.body, home]) {
      place.append(picker);
      await picker.updateComplete;
      expect(backgroundOf(picker, '[part="logo-plate"]')).to.equal(before);
    }
  });

  it('hears of the window that it is in now, and not of the one before', async () => {
    let asked = 0;
    worker.use(
      http.get('/api/list', () => {
        asked += 1;
        return HttpResponse.json(both);
      }),
    );
    const picker = await mount({ endpoint: '/api/list' });
    const home = picker.parentElement!;
    const away = await frame();
    away.contentDocument!.body.append(picker);
    const back = (view: Window): void => {
      view.dispatchEvent(new Event('pagehide'));
      view.dispatchEvent(new Event('pageshow'));
    };
    back(window);
    let loaded = oneEvent(picker, 'codat-loaded');
    back(away.contentWindow!);
    await loaded;
    expect(asked).to.equal(2);
    home.append(picker);
    loaded = oneEvent(picker, 'codat-loaded');
    back(window);
    await loaded;
    expect(asked).to.equal(3);
  });

  it('asks for the Sync URL from there', async () => {
    const urls: string[] = [];
    worker.use(
      http.post(SYNC, ({ request }) => {
        urls.push(request.url);
        return HttpResponse.json({}, { status: 503 });
      }),
    );
    const picker = await mount({ syncEndpoint: SYNC });
    (await frame()).contentDocument!.body.append(picker);
    await picker.updateComplete;
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    await failed;
    expect(urls).to.deep.equal([new URL(SYNC, location.href).href]);
  });
});

describe('a shadow root that is there before the element', () => {
  for (const mode of ['open', 'closed'] as const) {
    it(`is drawn anew, when it is ${mode}`, async () => {
      const around = document.createElement('div');
      around.setHTMLUnsafe?.(
        `<codat-commerce-picker><template shadowrootmode="${mode}"><p>Declared</p></template></codat-commerce-picker>`,
      );
      const picker = around.querySelector('codat-commerce-picker')!;
      const parent = await fixture<HTMLElement>(html`<div></div>`);
      parent.append(picker);
      const loaded = oneEvent(picker, 'codat-loaded');
      picker.integrations = both;
      await loaded;
      expect(picker.renderRoot.textContent).to.not.include('Declared');
      expect(picker.renderRoot.querySelectorAll('[data-key]')).to.have.length(5);
    });
  }
});
