import { expect, oneEvent } from '@open-wc/testing/pure';
import { LitElement } from 'lit';
import { http, HttpResponse } from 'msw';
import { CodatCommercePicker, PickerError, type Integration } from '../../src/index.js';
import { follow, GOOD, mint } from '../support/companion.js';
import { deferred } from '../support/deferred.js';
import { withEverything } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, one, tile, worker } from '../support/page.js';
import { search } from '../support/search.js';
import { until } from '../support/until.js';

type What = 'attributes' | 'cssParts' | 'cssProperties' | 'cssStates' | 'events' | 'members' | 'slots';
type Declaration = Record<What, { name?: string; default?: string; description?: string; static?: boolean }[]>;

interface Manifest {
  modules: { declarations: (Partial<Declaration> & { tagName?: string })[] }[];
}

async function manifest(): Promise<Declaration> {
  const { modules } = (await (await fetch('/dist/custom-elements.json')).json()) as Manifest;
  return modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName) as Declaration;
}

/** What the manifest, and with it the reference, says the element has. */
const documented = async (what: What): Promise<string[]> =>
  (await manifest())[what].map(({ name }) => name!).toSorted();

/** In the class, and not for hosts: the browser calls them, or its own code, which TypeScript alone can say. */
const NOT_FOR_HOSTS = [
  'adoptedCallback',
  'formDisabledCallback',
  'formResetCallback',
  'formStateRestoreCallback',
  'isDisabled',
  'setValueMissing',
  'showStates',
];

/** What the element's class and the classes between it and Lit's have of their own. */
const ownMembers = (): string[] => {
  const names: string[] = [];
  let prototype: object = CodatCommercePicker.prototype;
  while (prototype !== LitElement.prototype) {
    names.push(...Object.getOwnPropertyNames(prototype));
    prototype = Object.getPrototypeOf(prototype) as object;
  }
  return unique(names.filter((name) => !(name in LitElement.prototype) && !NOT_FOR_HOSTS.includes(name)));
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

  it('says of each attribute what it does and what it is by itself', async () => {
    const { attributes } = await manifest();
    expect(attributes.filter((attribute) => !attribute.default || !attribute.description)).to.deep.equal([]);
    expect(attributes.map(({ name }) => name)).to.have.members(CodatCommercePicker.observedAttributes);
  });

  it('names every event that it dispatches, and no other', async () => {
    const dispatched: string[] = [];
    const listen = (picker: CodatCommercePicker): void => {
      const dispatch = picker.dispatchEvent.bind(picker);
      picker.dispatchEvent = (event) => {
        if (event instanceof CustomEvent) dispatched.push(event.type);
        return dispatch(event);
      };
    };
    let given: CodatCommercePicker | undefined;
    for await (const picker of states()) {
      if (!given) listen(picker);
      given = picker;
    }
    mint(() => HttpResponse.json({ url: GOOD }));
    const picker = await place();
    listen(picker);
    const { visited } = follow(picker);
    picker.integrations = withEverything;
    await oneEvent(picker, 'codat-loaded');
    tile(picker, 'gbol').click();
    await until(() => visited.length);
    expect(await documented('events')).to.deep.equal(unique(dispatched));
  });

  it('names every property and method that it has, and no other', async () => {
    const { members } = await manifest();
    const names = members.filter((member) => !member.static).map(({ name }) => name!);
    expect(unique(names.filter((name) => !(name in LitElement.prototype)))).to.deep.equal(ownMembers());
    const picker = await place();
    expect(names.filter((name) => !(name in picker))).to.deep.equal([]);
    const statics = members.filter((member) => member.static).map(({ name }) => name!);
    expect(statics.filter((name) => !(name in CodatCommercePicker))).to.deep.equal([]);
  });

  it('names every state that it takes, and no other', async () => {
    const taken: string[] = [];
    const { add } = CustomStateSet.prototype;
    CustomStateSet.prototype.add = function (this: CustomStateSet, name) {
      taken.push(name.replace(/^--/, ''));
      return add.call(this, name);
    };
    try {
      for await (const picker of states()) await picker.updateComplete;
      worker.use(http.get('/api/integrations', () => new HttpResponse(null, { status: 503 })));
      await mount({ endpoint: '/api/integrations' }, { until: 'codat-error' });
    } finally {
      CustomStateSet.prototype.add = add;
    }
    expect(await documented('cssStates')).to.deep.equal(unique(taken));
  });

  it('says of every event, property and method what it is', async () => {
    const { events, members } = await manifest();
    expect([...events, ...members].filter(({ description }) => !description)).to.deep.equal([]);
  });
});
