// Runs on `/older-engine.html`, before the element comes: takes away what the oldest browsers lack.

/** Some of the page of an older engine that the tests look at. */
export type OlderWindow = Window &
  typeof globalThis & {
    /** What was taken away, as `AbortSignal.any`. */
    taken: string[];
    /** Uncaught errors, unheard rejections, and what was said on the console. */
    noise: string[];
  };

const page = window as OlderWindow;
const noise: string[] = [];
page.noise = noise;
addEventListener('error', ({ message }) => noise.push(message));
addEventListener('unhandledrejection', ({ reason }) => noise.push(String(reason)));
for (const level of ['error', 'warn'] as const) {
  console[level] = (...words: unknown[]) => noise.push(words.map(String).join(' '));
}

if (location.search.includes('dashes')) {
  // As Chrome 90 to 124 have it.
  const { add } = CustomStateSet.prototype;
  CustomStateSet.prototype.add = function (name) {
    if (!name.startsWith('--')) throw new SyntaxError('a custom state begins with two dashes');
    return add.call(this, name);
  };
}

const globals = window as unknown as Record<string, { prototype?: unknown } | undefined>;
const newer = JSON.parse(document.querySelector('script[type="application/json"]')!.textContent!) as {
  owner: string;
  member?: string;
  static?: boolean;
}[];
page.taken = [];
for (const { owner, member, static: isStatic } of newer) {
  const value = globals[owner];
  // What a window has is its own.
  const places =
    !member || owner === 'Window' ? [window] : [isStatic !== false && value, !isStatic && value?.prototype];
  const name = member ?? owner;
  for (const place of places) {
    if (place instanceof Object && Object.hasOwn(place, name) && Reflect.deleteProperty(place, name)) {
      page.taken.push(member ? `${owner}.${name}` : name);
    }
  }
}
