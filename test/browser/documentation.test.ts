import { expect, oneEvent } from '@open-wc/testing';
import { CodatCommercePicker, PickerError, type Integration } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { withEverything } from '../support/integrations.js';
import { place } from '../support/mount.js';
import { all, one, tile } from '../support/page.js';
import { search } from '../support/search.js';
import { until } from '../support/until.js';

interface Manifest {
  modules: { declarations: Partial<Record<'cssParts' | 'slots' | 'cssProperties', { name: string }[]>>[] }[];
}

/** What the manifest, and with it the README, says the element has. */
const documented = async (what: 'cssParts' | 'slots' | 'cssProperties'): Promise<string[]> => {
  const manifest = (await (await fetch('/dist/custom-elements.json')).json()) as Manifest;
  const lists = manifest.modules.flatMap(({ declarations }) => declarations.map((declaration) => declaration[what]));
  return (lists.find(Boolean) ?? []).map(({ name }) => name).toSorted();
};

const unique = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();

/** A picker in each of its states, one after the other, and what is found in any. */
async function* states(): AsyncGenerator<CodatCommercePicker> {
  const picker = await place();
  yield picker; // loading
  picker.integrations = withEverything;
  picker.value = 'fztf';
  picker.search = 'always';
  await oneEvent(picker, 'codat-loaded');
  yield picker; // ready, with a tile of every kind
  await search(picker, 'nothing of the kind');
  yield picker; // nothing found
  one(picker, '[part="none"] button').click();
  await until(() => all(picker, '[data-key]').length);
  const wait = deferred();
  picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise), { once: true });
  tile(picker, 'gbol').click();
  await picker.updateComplete;
  yield picker; // busy
  wait.reject(new PickerError('network', 'test'));
  await oneEvent(picker, 'codat-error');
  await picker.updateComplete;
  yield picker; // failed
  picker.logInUrl = '/log-in';
  picker.addEventListener('codat-select', (event) =>
    event.waitUntil(Promise.reject(new PickerError('unauthenticated', 'test'))),
  );
  tile(picker, 'gbol').click();
  await oneEvent(picker, 'codat-error');
  await picker.updateComplete;
  yield picker; // failed, and the merchant has to log in
  picker.integrations = [] as Integration[];
  await until(() => picker.matches(':state(empty)'));
  yield picker; // empty
}

const found = async (read: (picker: CodatCommercePicker) => Iterable<string>): Promise<string[]> => {
  const names: string[] = [];
  for await (const picker of states()) names.push(...read(picker));
  return unique(names);
};

const attributesOf = (picker: CodatCommercePicker, selector: string, name: string): string[] =>
  [...picker.shadowRoot!.querySelectorAll(selector)].map((element) => element.getAttribute(name)!);

describe('what the element says of itself', () => {
  it('names every part that it has, and no other', async () => {
    const parts = await found((picker) =>
      attributesOf(picker, '[part]', 'part').flatMap((value) => value.split(/\s+/).filter(Boolean)),
    );
    expect(await documented('cssParts')).to.deep.equal(parts);
  });

  it('names every slot that it has, and no other; each is there in every state', async () => {
    const slots = await documented('slots');
    for await (const picker of states()) {
      expect(attributesOf(picker, 'slot', 'name').toSorted()).to.deep.equal(slots);
    }
  });

  it('names every custom property that its styles take, and no other', async () => {
    const css = String(CodatCommercePicker.styles);
    const properties = unique([...css.matchAll(/var\((--codat-[\w-]+)/g)].map(([, name]) => name!));
    expect(await documented('cssProperties')).to.deep.equal(properties);
  });
});
