import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { findBrowser } from '../support/browser.js';
import { builds } from './builds.js';
import { NAMES, startTill, type Till, type Visit } from './till.js';

const shownNames = (): string[] | undefined => {
  const root = document.querySelector('codat-commerce-picker')!.shadowRoot;
  const names = [...(root?.querySelectorAll('[data-key] [part="name"] bdi') ?? [])].map((name) => name.textContent!);
  return names.length > 0 ? names : undefined;
};
const onSyncPage = (): boolean => location.pathname === '/sync-page' && !!document.querySelector('h1');
const heard = (type: string): string | undefined =>
  (window as unknown as { heard: string[] }).heard.find((line) => line.startsWith(type));
const isDisabled = (wanted: string): boolean =>
  [
    ...document.querySelector('codat-commerce-picker')!.shadowRoot!.querySelectorAll<HTMLButtonElement>('[data-key]'),
  ].every(({ disabled }) => String(disabled) === wanted);

const tile = (key: string): string => `button[data-key="${key}"][part^="tile"]`;

for (const { major, supported, executable } of builds) {
  describe(`Chromium ${major}`, () => {
    let till: Till;
    let visited: Visit[] = [];
    const open: Till['open'] = async (...options) => {
      const visit = await till.open(...options);
      visited.push(visit);
      return visit;
    };

    before(async () => {
      // The old ones come without the libraries and the fonts that a browser of the machine's own brings.
      await findBrowser();
      till = await startTill(await executable(), major);
    });
    after(() => till?.close());
    afterEach(async () => {
      const noise = visited.flatMap((visit) => visit.noise);
      await Promise.all(visited.map((visit) => visit.close()));
      visited = [];
      assert.deepEqual(noise, []);
    });

    if (supported) works();
    else saysThatItIsTooOld();

    function works(): void {
      it('shows the tiles', async () => {
        const visit = await open();
        assert.deepEqual(await visit.until('tiles', shownNames), NAMES);
        assert.equal(await visit.until('codat-loaded', heard, 'codat-loaded'), 'codat-loaded');
        await visit.picture('ready');
      });

      it('asks once for what is picked with the pointer, and goes to the Sync page', async () => {
        const visit = await open();
        await visit.press(tile('bbbb'));
        await visit.until('the Sync page', onSyncPage);
        assert.deepEqual(visit.requests, [
          'GET /integrations',
          'POST /sync-url {"platformKey":"bbbb"}',
          'GET /sync-page',
        ]);
      });

      it('asks once for what is picked with the keyboard, and goes to the Sync page', async () => {
        const visit = await open('sync-endpoint="/sync-url" search="never"');
        await visit.until('tiles', shownNames);
        await visit.page.keyboard.press('Tab');
        await visit.page.keyboard.press('Tab');
        await visit.picture('focus');
        await visit.page.keyboard.press('Enter');
        await visit.until('the Sync page', onSyncPage);
        assert.deepEqual(visit.requests, [
          'GET /integrations',
          'POST /sync-url {"platformKey":"bbbb"}',
          'GET /sync-page',
        ]);
      });

      it('shows on its tile that the Sync URL could not be had, and tries again', async () => {
        const visit = await open();
        till.refuse('/sync-url', 503);
        await visit.press(tile('aaaa'));
        const message = await visit.until(
          'the failure',
          () =>
            document.querySelector('codat-commerce-picker')!.shadowRoot!.querySelector('li [part="message"]')
              ?.textContent,
        );
        assert.match(message, /\w+\./);
        assert.equal(await visit.until('codat-error', heard, 'codat-error'), 'codat-error PickerError unavailable');
        await visit.picture('failed');
        await visit.press('li [part="retry"]');
        await visit.until('the Sync page', onSyncPage);
        const post = 'POST /sync-url {"platformKey":"aaaa"}';
        assert.deepEqual(visit.requests, ['GET /integrations', post, post, 'GET /sync-page']);
      });

      it('shows that the list could not be had, and fetches it again', async () => {
        till.refuse('/integrations', 403);
        const visit = await open();
        assert.equal(await visit.until('codat-error', heard, 'codat-error'), 'codat-error PickerError forbidden');
        await visit.page.evaluate(() => document.querySelector('codat-commerce-picker')!.reload());
        assert.deepEqual(await visit.until('tiles', shownNames), NAMES);
      });

      it('is as it was when the merchant comes back from the Sync page', async () => {
        const visit = await open();
        await visit.press(tile('gggg'));
        await visit.until('the Sync page', onSyncPage);
        await visit.page.goBack({ waitUntil: 'commit' });
        assert.deepEqual(await visit.until('tiles', shownNames), NAMES);
        await visit.press(tile('hhhh'));
        await visit.until('the Sync page', onSyncPage);
        assert.deepEqual(
          visit.requests.filter((line) => line.startsWith('POST')),
          ['POST /sync-url {"platformKey":"gggg"}', 'POST /sync-url {"platformKey":"hhhh"}'],
        );
      });

      it('finds what is searched for', async () => {
        const visit = await open();
        await visit.press('[part="search-input"]');
        await visit.page.keyboard.type('cedar');
        await visit.until(
          'one tile',
          () => document.querySelector('codat-commerce-picker')!.shadowRoot!.querySelectorAll('li').length === 1,
        );
        assert.deepEqual(await visit.page.evaluate(shownNames), ['Cedar Counts']);
        await visit.press('[part="search-clear"]');
        await visit.until(
          'all tiles',
          () => document.querySelector('codat-commerce-picker')!.shadowRoot!.querySelectorAll('li').length > 1,
        );
        assert.deepEqual(await visit.page.evaluate(shownNames), NAMES);
      });

      it('is disabled, and enabled again', async () => {
        const visit = await open();
        await visit.until('tiles', shownNames);
        await visit.page.evaluate(() => (document.querySelector('codat-commerce-picker')!.disabled = true));
        await visit.until('disabled tiles', isDisabled, 'true');
        await visit.picture('disabled');
        await visit.page.evaluate(() => (document.querySelector('codat-commerce-picker')!.disabled = false));
        await visit.until('enabled tiles', isDisabled, 'false');
      });

      it('gives its value to the form around it', async () => {
        const visit = await open('name="software" required', { around: ['<form>', '</form>'] });
        await visit.until('tiles', shownNames);
        assert.equal(await visit.page.evaluate(() => document.forms[0]!.checkValidity()), false);
        await visit.press(tile('gggg'));
        const value = await visit.until('a value', () => new FormData(document.forms[0]).get('software'));
        assert.equal(value, 'gggg');
        assert.equal(await visit.page.evaluate(() => document.forms[0]!.checkValidity()), true);
        await visit.picture('selected');
      });

      it('runs from right to left on a page that does', async () => {
        const visit = await open('dir="rtl"');
        assert.deepEqual(await visit.until('tiles', shownNames), NAMES);
        await visit.picture('rtl');
      });
    }

    function saysThatItIsTooOld(): void {
      const said = async (lang: string): Promise<{ text: string; lang: string; visit: Visit }> => {
        const visit = await open(undefined, { lang });
        const { text, spoken } = await visit.until('a sentence', () => {
          const alert = document.querySelector('codat-commerce-picker')!.shadowRoot?.querySelector('#failure');
          const box = alert?.getBoundingClientRect();
          const own = alert?.closest('[lang]')?.getAttribute('lang');
          return box?.height ? { text: alert!.textContent!.trim(), spoken: own } : undefined;
        });
        return { text, lang: spoken ?? lang, visit };
      };

      it("says so in one sentence, in the page's language", async () => {
        const english = await said('en');
        assert.match(english.text, /^[A-Z][^.]*browser[^.]*\.$/i);
        assert.equal(english.lang, 'en');
        await english.visit.picture('too old');
        const french = await said('fr');
        assert.match(french.text, /^[A-ZÀ-Ý][^.]*navigateur[^.]*\.$/i);
        assert.equal(french.lang, 'fr');
        const norse = await said('is');
        assert.equal(norse.text, english.text, 'a language without words of its own');
      });

      it('tells the host', async () => {
        const visit = await open();
        assert.match(await visit.until('codat-error', heard, 'codat-error'), /^codat-error PickerError [a-z-]+$/);
        const all = await visit.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
        assert.equal(all.length, 1);
      });

      it('shows no tile, asks for nothing, and shows what the host put into its slots', async () => {
        const { visit } = await said('en');
        const seen = await visit.page.evaluate(() => ({
          buttons: [
            ...document.querySelector('codat-commerce-picker')!.shadowRoot!.querySelectorAll('button, [data-key]'),
          ].filter((button) => button.getBoundingClientRect().height > 0).length,
          slotted: [...document.querySelectorAll('[slot]')]
            .filter((child) => child.getBoundingClientRect().height > 0)
            .map((child) => child.textContent),
        }));
        assert.deepEqual(seen, { buttons: 0, slotted: ['Not listed? Call us.', 'Our own footer.'] });
        assert.deepEqual(visit.requests, []);
      });
    }
  });
}
