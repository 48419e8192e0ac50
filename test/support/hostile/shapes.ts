import { array, constantFrom, letrec, oneof, record, string, tuple, type Arbitrary } from 'fast-check';

/** What a script that got in would call. */
export const TRAP = 'scriptOfTheirs';

/** Where nobody is to be led, and one where everybody may be. */
const URLS: readonly string[] = [
  'https://sync-flow.codat.io/start?otp=1',
  'https://sync-flow.codat.io.example/start',
  'https://notcodat.io/start',
  'https://codat.io@example.com/',
  'https://sync-flow.codat.io:8443/start',
  'http://sync-flow.codat.io/start',
];

/** Texts that try to be more than text. */
const TEXTS: readonly string[] = [
  `<img src=x onerror="${TRAP}()">`,
  `"><svg onload=${TRAP}()>`,
  `'><script>${TRAP}()</script>`,
  `</button></ul><iframe srcdoc="<script>parent.${TRAP}()</script>">`,
  `javascript:${TRAP}()`,
  `java\nscript:${TRAP}()`,
  `data:text/html,<script>${TRAP}()</script>`,
  'vbscript:x',
  'blob:null/x',
  'https://user:word@static.codat.io/x.png',
  ...URLS,
  '//static.codat.io/x.png',
  '/test/support/logo.svg',
  '{name}{query}{time}',
  '{name',
  '<!--?lit$1$-->',
  '${x}',
  '\u202E\u2066',
  '\uD800',
  'e\u0301\u0302\u0303',
  'gbol',
  'then',
  'Linked',
  'linked',
  'Accounting',
  '',
  ' ',
];

/** Names that the package reads, and those that JavaScript has for itself. */
const NAMES = (
  'results key name logoUrl sourceType enabled isBeta isOfflineConnector branding comingSoon website connection status ' +
  'logo button full square default hover image src alt url code retryable retryAfter correlationId sourceId ' +
  '__proto__ constructor prototype toString valueOf toJSON length then hasOwnProperty'
).split(' ');

const throwing = (): never => {
  throw new Error('it does not let itself be read');
};

const throwingTraps: ProxyHandler<object> = Object.fromEntries(
  ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'apply', 'construct', 'set'].map((trap) => [
    trap,
    throwing,
  ]),
);

/** An object with all these names, none of which can be read. */
const unreadable = (): object => {
  const object = {};
  for (const name of NAMES) Object.defineProperty(object, name, { enumerable: true, get: throwing });
  return object;
};

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

const thenable = (then: PropertyDescriptor, object: object = {}): object =>
  // oxlint-disable-next-line unicorn/no-thenable -- what the rule warns of is what is tried here
  Object.defineProperty(object, 'then', then);

/** One that somebody hears: what is made of it has to be heard as well. */
const rejection = (reason: unknown): Promise<never> => {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
};

const cyclic = (): object => {
  const object: Record<string, unknown> = {};
  for (const name of NAMES) if (name !== '__proto__') object[name] = object;
  return object;
};

/** Things that JSON has not, by a name that can be printed. Each is made anew, as some can be used but once. */
const THINGS: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  NaN: () => NaN,
  'a BigInt': () => 10n ** 30n,
  'a symbol': () => Symbol(TRAP),
  'a function': () => () => '<b>',
  'a function that throws': () => throwing,
  'a class': () => Map,
  'a date that is none': () => new Date(NaN),
  'a Map': () => new Map([['key', 'gbol']]),
  'a regular expression': () => /a/g,
  'a window': () => window,
  'an element': () => document.createElement('b'),
  'document.all': () => document.all,
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of an array': () => revoked([]),
  'a revoked proxy of a function': () => revoked(() => {}),
  'a proxy that throws': () => new Proxy({}, throwingTraps),
  'a proxy of an array that throws': () => new Proxy([], throwingTraps),
  'a proxy of a promise': () => new Proxy(Promise.resolve(), {}),
  'getters that throw': unreadable,
  'an object of no prototype': () => Object.create(null),
  // No longer one: WebKit writes every hole of it into the text, where something asks for that, and stands still.
  'an array with holes': () => Object.assign([], { length: 100_000 }),
  'something cyclic': cyclic,
  'a cyclic array': () => {
    const list: unknown[] = [];
    list.push(list, { results: list });
    return list;
  },
  'a long text': () => 'a <b>'.repeat(50_000),
  'many placeholders': () => '{name}'.repeat(5_000),
  'a text of no characters to see': () => '\u200B'.repeat(50_000),
  'a boxed text': () => Object('gbol'),
  'no text, whatever it says': () => ({ toString: throwing, valueOf: throwing, toJSON: throwing }),
  'a toString that gives no text': () => ({ toString: () => ({}) }),
  'a then that throws': () => thenable({ value: throwing }),
  'a then that can’t be read': () => thenable({ get: throwing }),
  'a then that settles twice': () =>
    thenable({ value: (done: (value: unknown) => void, fail: () => void) => (done(1), fail(), done(2)) }),
  'a then that fails with what can’t be read': () =>
    thenable({ value: (_done: unknown, fail: (reason: unknown) => void) => fail(new Proxy({}, throwingTraps)) }),
  'a rejection': () => rejection(new Error('refused')),
  'a rejection without a reason': () => rejection(undefined),
  'a rejection with a revoked proxy': () => rejection(revoked({})),
  'a promise without a constructor to read': () =>
    Object.defineProperty(Promise.resolve(1), 'constructor', { get: throwing }),
  'a promise with a then of its own': () => thenable({ value: throwing }, Promise.resolve(1)),
  'a response': () => new Response('{"code":"forbidden"}', { status: 403 }),
  'a response that was read': () => {
    const response = new Response('x', { status: 500 });
    void response.text();
    return response;
  },
  'an error response': () => Response.error(),
  'an error of ours, by its name': () => Object.assign(new Error('x'), { name: 'PickerError', code: 'network' }),
  'an error of ours that can’t be read': () =>
    Object.defineProperty({ name: 'PickerError', code: 'forbidden' }, 'retryAfter', { get: throwing }),
};

/** How something is made: printed where a run fails, and small enough to be shrunk. */
export type Recipe =
  | { readonly text: string }
  | { readonly json: number | boolean | null }
  | { readonly thing: string }
  | { readonly list: readonly Recipe[] }
  | { readonly object: readonly (readonly [name: string, part: Recipe])[] };

/** Makes it. A name may be `__proto__`, which is a property of its own here as in JSON. */
export const make = (recipe: Recipe): unknown => {
  if ('text' in recipe) return recipe.text;
  if ('json' in recipe) return recipe.json;
  if ('thing' in recipe) return THINGS[recipe.thing]!();
  if ('list' in recipe) return recipe.list.map(make);
  return Object.fromEntries(recipe.object.map(([name, part]) => [name, make(part)]));
};

/** The same as JSON, in which a name may come twice. What JSON has not is null. */
export const asJson = (recipe: Recipe): string => {
  if ('list' in recipe) return `[${recipe.list.map(asJson).join()}]`;
  if ('object' in recipe) {
    return `{${recipe.object.map(([name, part]) => `${JSON.stringify(name)}:${asJson(part)}`).join()}}`;
  }
  return 'thing' in recipe ? 'null' : JSON.stringify(make(recipe));
};

/** A text, most often one of those. */
export const anyText: Arbitrary<Recipe> = oneof(
  { weight: 3, arbitrary: constantFrom(...TEXTS) },
  { weight: 1, arbitrary: string({ unit: 'binary' }) },
).map((value) => ({
  text: value,
}));
/** One of those URLs. */
export const anyUrl: Arbitrary<Recipe> = constantFrom(...URLS).map((value) => ({ text: value }));
const json: Arbitrary<Recipe> = constantFrom(0, -1, 1e308, 2.5, true, false, null).map((value) => ({ json: value }));

/** One of the things that JSON has not. */
export const anyThing: Arbitrary<Recipe> = constantFrom(...Object.keys(THINGS)).map((thing) => ({ thing }));

const name = oneof({ weight: 6, arbitrary: constantFrom(...NAMES) }, { weight: 1, arbitrary: constantFrom(...TEXTS) });

const trees = (leaf: Arbitrary<Recipe>): Arbitrary<Recipe> =>
  letrec<{ tree: Recipe }>((tie) => ({
    tree: oneof(
      { depthSize: 'medium', maxDepth: 4 },
      leaf,
      array(tie('tree'), { maxLength: 4 }).map((list) => ({ list })),
      array(tuple(name, tie('tree')), { maxLength: 6 }).map((object) => ({ object })),
    ),
  })).tree;

/** JSON of any shape. */
export const anyJson: Arbitrary<Recipe> = trees(oneof(anyText, json));

/** Whatever a script can make. */
export const anything: Arbitrary<Recipe> = oneof(anyThing, trees(oneof(anyText, json, anyThing)));

/** A row as it should be but for one field of it. */
export const oddRow = (part: Arbitrary<Recipe>): Arbitrary<Recipe> =>
  tuple(constantFrom('aaaa', 'then', 'gbol'), name, part).map(([key, field, value]) => ({
    object: [
      ['key', { text: key }],
      ['name', { text: `<img src=x onerror=${TRAP}()>` }],
      [field, value],
    ],
  }));

const image = anyText.map((src): Recipe => ({ object: [['image', { object: [['src', src]] }]] }));

const objectOf = (parts: Readonly<Record<string, Arbitrary<Recipe>>>): Arbitrary<Recipe> =>
  record(parts).map((made): Recipe => ({ object: Object.entries(made) }));

/** A row of the right shape, with such texts in every place that there is for one. */
export const wordyRow: Arbitrary<Recipe> = objectOf({
  key: constantFrom('bbbb', 'cccc').map((key) => ({ text: key })),
  name: anyText,
  logoUrl: anyText,
  sourceType: anyText,
  website: anyText,
  connection: objectOf({ status: anyText }),
  branding: objectOf({
    logo: objectOf({ full: image, square: image }),
    button: objectOf({ default: image, hover: image }),
  }),
});
