import { expect, fixture, html } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { accounting } from '../support/integrations.js';
import { mount as mountAny, type Around } from '../support/mount.js';
import { one, textOf } from '../support/page.js';
import { until } from '../support/until.js';

const description = (picker: CodatCommercePicker): string =>
  textOf(one(picker, '[data-key="gbol"] [part="description"]'));

const mount = (around?: Around): Promise<CodatCommercePicker> => mountAny({ integrations: accounting }, around);

describe('the language', () => {
  it("is the page's", async () => {
    document.documentElement.lang = 'fr-FR';
    expect(description(await mount())).to.equal('Liez votre compte Xero');
  });

  it('is English where there is no translation, and the texts are marked as English', async () => {
    document.documentElement.lang = 'fi';
    const picker = await mount();
    expect(description(picker)).to.equal('Link your Xero account');
    expect(one(picker, '[part="base"]').lang).to.equal('en');
  });

  it('is English, and runs as English does, on a page that runs the other way in a language without a translation', async () => {
    const around = await fixture<HTMLElement>(html`<div lang="he" dir="rtl"></div>`);
    const picker = await mount({ into: around });
    const direction = (): string => getComputedStyle(one(picker, '[part="base"]')).direction;
    expect(direction()).to.equal('ltr');
    around.lang = 'en';
    await until(() => direction() === 'rtl', 'what the host says of its own language counts');
    around.lang = 'he';
    await until(() => direction() === 'ltr');
    around.lang = '';
    await until(() => direction() === 'rtl');
  });

  it('is not sought beyond an element that says it is unknown', async () => {
    document.documentElement.lang = 'fr';
    const picker = await mount({ into: await fixture(html`<div lang=""></div>`) });
    expect(one(picker, '[part="base"]').lang).to.equal('en');
  });

  it('is English where the page does not say', async () => {
    document.documentElement.removeAttribute('lang');
    expect(description(await mount())).to.equal('Link your Xero account');
  });

  it('is that of the nearest element around it', async () => {
    const picker = await mount({ into: await fixture(html`<section lang="FR"></section>`) });
    expect(description(picker)).to.equal('Liez votre compte Xero');
    expect(one(picker, '[part="base"]').lang).to.equal('fr');
  });

  it('is inherited through a shadow root', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="fr"></div>`);
    const picker = await mount({ into: outer.attachShadow({ mode: 'open' }) });
    expect(description(picker)).to.equal('Liez votre compte Xero');
  });

  it('follows when it changes: on the page, around the picker, on the picker', async () => {
    const picker = await mount();
    const becomes = (text: string): Promise<void> => until(() => description(picker) === text, text);
    document.documentElement.lang = 'fr';
    await becomes('Liez votre compte Xero');
    picker.parentElement!.lang = 'en';
    await becomes('Link your Xero account');
    picker.lang = 'fr';
    await becomes('Liez votre compte Xero');
  });

  it('lends single words to the host', async () => {
    const picker = await mount();
    picker.strings = { link: 'Connect {name} now' };
    await picker.updateComplete;
    expect(description(picker)).to.equal('Connect Xero now');
    expect(textOf(one(picker, '[data-key="tgff"] [part="badge soon"]'))).to.equal('Coming soon');
  });
});

describe('the words of the host', () => {
  it('may leave the name out', async () => {
    const picker = await mount();
    picker.strings = { link: 'Connect' };
    await picker.updateComplete;
    expect(description(picker)).to.equal('Connect');
  });

  it('are text, not markup', async () => {
    const picker = await mount();
    picker.strings = { link: '<img src=x onerror=alert(1)>{name}' };
    await picker.updateComplete;
    expect(description(picker)).to.equal('<img src=x onerror=alert(1)>Xero');
  });
});
