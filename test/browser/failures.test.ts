import { expect, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import { ERRORS } from '../../src/shared/errors.js';
import {
  PickerError,
  type CodatCommercePicker,
  type PickerErrorCode,
  type PickerErrorOptions,
} from '../../src/index.js';
import '../../src/strings/ar.js';
import '../../src/strings/de.js';
import '../../src/strings/fi.js';
import '../../src/strings/ja.js';
import '../../src/strings/pl.js';
import { mount, place } from '../support/mount.js';
import { expectedOnConsole, failureOf, failuresOf, one, textOf, tile, worker } from '../support/page.js';
import { until } from '../support/states.js';

const CODES = Object.keys(ERRORS) as PickerErrorCode[];

/** What happened, in the words of each code. */
const HAPPENED: Readonly<Record<PickerErrorCode, string>> = {
  network: 'Our service can’t be reached right now.',
  timeout: 'Our service can’t be reached right now.',
  unauthenticated: 'Your session has ended.',
  forbidden: 'Your account is not allowed to do this.',
  'not-found': 'Something went wrong on our side.',
  'unknown-platform': 'This software can’t be linked right now.',
  conflict: 'Something went wrong on our side.',
  'rate-limited': 'There were too many attempts.',
  unavailable: 'Something went wrong on our side.',
  'bad-request': 'Something went wrong on our side.',
  'bad-response': 'Something went wrong on our side.',
  'unsafe-url': 'Something went wrong on our side.',
  misconfigured: 'Something went wrong on our side.',
  blocked: 'Your browser has blocked the new window.',
  unsupported: 'This browser is too old to link software: use a newer one, or another device.',
  unknown: 'Something went wrong on our side.',
};

/** What to do where trying again would not help. */
const OTHERWISE: Partial<Record<PickerErrorCode, string>> = {
  unauthenticated: 'Log in again.',
  forbidden: 'Ask the person who manages it.',
  'unknown-platform': 'Choose another.',
  unsupported: '',
};
const CONTACT = 'Contact us for help.';

/** When to try again, where the server doesn't say it. */
const againAfter = (code: PickerErrorCode): string =>
  code === 'blocked' ? 'Allow pop-ups for this page, then try again.' : 'Try again in a few minutes.';

/** Codes that a developer is told of in the console. */
const told = (code: PickerErrorCode): boolean => /^(bad|mis|not|unsafe)/.test(code);

/** The browser says that it has a connection, or none. */
const pretend = (onLine: boolean): void => {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: onLine });
};

afterEach(() => Reflect.deleteProperty(navigator, 'onLine'));

interface Shown {
  message: string;
  /** What can be pressed below the message. */
  control: string | undefined;
}

const shown = (picker: CodatCommercePicker): Shown => {
  const failure = one(picker, '[part="failure"]');
  const controls = [...failure.querySelectorAll('button, a')];
  expect(controls.length).to.be.at.most(1);
  return { message: textOf(failureOf(picker)), control: controls[0] && textOf(controls[0]) };
};

/** Fails the first tile with this error. */
const failTile = async (picker: CodatCommercePicker, error: unknown): Promise<Shown> => {
  picker.addEventListener('codat-select', (event) => event.waitUntil(Promise.reject(error)), { once: true });
  const heard = oneEvent(picker, 'codat-error');
  tile(picker, 'gbol').click();
  await heard;
  await picker.updateComplete;
  return shown(picker);
};

/** Fails the list with what the server answers. */
const failList = async (respond: () => Response, given: Parameters<typeof place>[0] = {}): Promise<Shown> => {
  worker.use(http.get('/api/failures', respond));
  const picker = await place({ endpoint: '/api/failures', ...given });
  await until(() => picker.matches(':state(error)'));
  return shown(picker);
};

describe('a failed tile', () => {
  for (const code of CODES) {
    for (const retryable of [undefined, true, false]) {
      for (const retryAfter of [undefined, 40]) {
        for (const logInUrl of ['', '/log-in']) {
          const given = JSON.stringify({ retryable, retryAfter, logInUrl });
          it(`has the one way out that helps: ${code}, ${given}`, async () => {
            if (told(code)) expectedOnConsole.push(new RegExp(code));
            const options = {
              ...(retryable !== undefined && { retryable }),
              ...(retryAfter !== undefined && { retryAfter }),
            } satisfies PickerErrorOptions;
            const error = new PickerError(code, 'test', options);
            const { message, control } = await failTile(await mount({ logInUrl }), error);
            const again = retryAfter ? 'Try again in 40 seconds.' : againAfter(code);
            const todo = error.retryable ? again : (OTHERWISE[code] ?? CONTACT);
            expect(message).to.equal(`${HAPPENED[code]} ${todo}`.trim());
            const logIn = code === 'unauthenticated' && logInUrl ? 'Log in' : undefined;
            expect(control).to.equal(error.retryable ? 'Try again' : logIn);
          });
        }
      }
    }
  }

  it('by what the host’s own code threw can be tried again', async () => {
    const { message, control } = await failTile(await mount(), new TypeError('of the host'));
    expect(message).to.equal('Something went wrong on our side. Try again in a few minutes.');
    expect(control).to.equal('Try again');
  });

  it('says what became of it also where a field of the error is not what it should be', async () => {
    const error = Object.assign(new Error(), { name: 'PickerError', code: 'rate-limited', retryAfter: Number.NaN });
    const { message, control } = await failTile(await mount(), error);
    expect(message).to.equal('There were too many attempts. Try again in a few minutes.');
    expect(control).to.equal('Try again');
  });

  it('that has no button can be picked once more', async () => {
    const picker = await mount();
    expect((await failTile(picker, new PickerError('forbidden', 'test'))).control).to.equal(undefined);
    const picked = oneEvent(picker, 'codat-select');
    tile(picker, 'gbol').click();
    await picked;
    await picker.updateComplete;
    expect(failuresOf(picker)).to.deep.equal([]);
  });

  it('whose refusal has no end says what its status says', async () => {
    const endless = new Response(new ReadableStream(), { status: 403 });
    const { message } = await failTile(await mount(), endless);
    expect(message).to.equal('Your account is not allowed to do this. Ask the person who manages it.');
  });
});

describe('a failed list', () => {
  for (const code of CODES) {
    it(`has the one way out that helps: ${code}`, async () => {
      if (told(code)) expectedOnConsole.push(new RegExp(code));
      const { message, control } = await failList(() => HttpResponse.json({ code }, { status: 418 }));
      // A server that can be reached says that another can’t be; and there is no other software to choose.
      const said = code === 'network' ? 'unavailable' : code === 'unknown-platform' ? 'not-found' : code;
      const { retryable } = new PickerError(said, 'test');
      const todo = retryable ? againAfter(said) : (OTHERWISE[said] ?? CONTACT);
      expect(message).to.equal(`${HAPPENED[said]} ${todo}`.trim());
      expect(control).to.equal(retryable ? 'Try again' : undefined);
    });
  }

  it('whose answer broke off can be tried again', async () => {
    expectedOnConsole.push(/bad-response/);
    expect((await failList(() => new HttpResponse('{"results":[{"ke'))).control).to.equal('Try again');
  });
});

describe('a failure to reach the server', () => {
  it('is the merchant’s connection’s where the browser says that it has none', async () => {
    pretend(false);
    for (const code of ['network', 'timeout'] as const) {
      const { message, control } = await failTile(await mount(), new PickerError(code, 'test', { retryAfter: 40 }));
      expect(message).to.equal('There is no connection. Check your internet, then try again.');
      expect(control).to.equal('Try again');
    }
  });

  it('is not, where the browser has one', async () => {
    pretend(true);
    const { message } = await failList(() => HttpResponse.error());
    expect(message).to.equal('Our service can’t be reached right now. Try again in a few minutes.');
  });

  it('is no matter of the connection where trying again can’t help', async () => {
    pretend(false);
    const error = new PickerError('network', 'test', { retryable: false });
    const { message, control } = await failTile(await mount(), error);
    expect(message).to.equal('Our service can’t be reached right now. Contact us for help.');
    expect(control).to.equal(undefined);
  });

  it('is the only one that speaks of a connection', async () => {
    pretend(false);
    const { message } = await failTile(await mount(), new PickerError('unavailable', 'test'));
    expect(message).to.equal('Something went wrong on our side. Try again in a few minutes.');
  });
});

describe('how long to wait', () => {
  for (const [lang, seconds, sentence] of [
    ['en', 0.2, 'Try again in 1 second.'],
    ['en', 89, 'Try again in 89 seconds.'],
    ['en', 90, 'Try again in 2 minutes.'],
    ['en', 120, 'Try again in 2 minutes.'],
    ['en', 121, 'Try again in 3 minutes.'],
    ['en', 5_399, 'Try again in 90 minutes.'],
    ['en', 5_400, 'Try again in 2 hours.'],
    ['en', 1e9, 'Try again in 24 hours.'],
    ['en_GB', 40, 'Try again in 40 seconds.'],
    ['en-x-harbour', 40, 'Try again in 40 seconds.'],
    ['xx', 40, 'Try again in 40 seconds.'],
    ['no language', 40, 'Try again in 40 seconds.'],
    ['fr', 40, 'Réessayez dans 40\u00a0secondes.'],
    ['fr-CA', 600, 'Réessayez dans 10\u00a0minutes.'],
    ['de', 40, 'Versuchen Sie es in 40 Sekunden erneut.'],
    ['pl', 180, 'Spróbuj ponownie za 3 minuty.'],
    ['fi', 40, 'Yritä uudelleen 40 sekunnin päästä.'],
    ['ja', 40, '40 秒後にもう一度お試しください。'],
  ] as const) {
    it(`is said in the words’ language: ${seconds} s in ${lang}`, async () => {
      const picker = await mount({ lang });
      const { message } = await failTile(picker, new PickerError('rate-limited', 'test', { retryAfter: seconds }));
      const normal = (text: string): string => text.replace(/\s/g, ' ');
      expect(normal(message).endsWith(normal(sentence)), message).to.be.true;
    });
  }

  it('has the digits of the region', async () => {
    const picker = await mount({ lang: 'ar-EG' });
    const { message } = await failTile(picker, new PickerError('rate-limited', 'test', { retryAfter: 40 }));
    expect(message).to.match(/٤٠/);
  });

  it('is left out where the page has no way to write it, and the tile is free', async () => {
    const { RelativeTimeFormat } = Intl;
    Object.assign(Intl, { RelativeTimeFormat: undefined });
    try {
      const picker = await mount();
      const { message } = await failTile(picker, new PickerError('rate-limited', 'test', { retryAfter: 40 }));
      expect(message).to.equal('There were too many attempts. Try again in a few minutes.');
      expect(picker.matches(':state(connecting)')).to.be.false;
    } finally {
      Object.assign(Intl, { RelativeTimeFormat });
    }
  });

  it('is the host’s to say in its own words', async () => {
    const picker = await mount({ strings: { againIn: 'Have another go {time}!' } });
    const { message } = await failTile(picker, new PickerError('rate-limited', 'test', { retryAfter: 40 }));
    expect(message).to.equal('There were too many attempts. Have another go in 40 seconds!');
  });
});

describe('two sentences', () => {
  it('in Japanese have no blank between them', async () => {
    const { message } = await failTile(await mount({ lang: 'ja' }), new PickerError('forbidden', 'test'));
    expect(message).to.equal(
      'お使いのアカウントには必要な権限がありません。アカウントの管理者にお問い合わせください。',
    );
  });
});

describe('the link to the log-in page', () => {
  const ended = new PickerError('unauthenticated', 'test');
  const link = async (logInUrl: unknown): Promise<HTMLAnchorElement | null> => {
    const picker = await mount();
    picker.logInUrl = logInUrl as string;
    await failTile(picker, ended);
    return picker.shadowRoot!.querySelector('a');
  };

  for (const [given, href] of [
    ['/log-in', `${location.origin}/log-in`],
    ['https://id.example/log-in?next=/', 'https://id.example/log-in?next=/'],
    [location.origin, `${location.origin}/`],
  ] as const) {
    it(`leads to ${given}`, async () => {
      expect((await link(given))!.href).to.equal(href);
    });
  }

  for (const given of [
    'http://id.example/',
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    '//',
    'https://',
    '',
    null,
    undefined,
    42,
    {},
  ]) {
    it(`is none to ${JSON.stringify(given)}`, async () => {
      // What is relative leads to the page’s own origin, whatever it is called.
      const element = await link(given);
      expect(element === null || new URL(element.href).origin === location.origin).to.be.true;
      if (typeof given === 'string') expect(element).to.equal(null);
    });
  }

  it('is an attribute’s to give and to take, and is there for the list as well', async () => {
    worker.use(http.get('/api/failures', () => new HttpResponse(null, { status: 401 })));
    const picker = await place({ endpoint: '/api/failures' });
    await until(() => picker.matches(':state(error)'));
    expect(shown(picker).control).to.equal(undefined);
    picker.setAttribute('log-in-url', '/log-in');
    await picker.updateComplete;
    expect(shown(picker).control).to.equal('Log in');
    picker.removeAttribute('log-in-url');
    await picker.updateComplete;
    expect(shown(picker).control).to.equal(undefined);
  });
});

describe('the parts of a tile’s name', () => {
  for (const [lang, comma] of [
    ['en', ', '],
    ['ar', '، '],
    ['ja', '、'],
  ] as const) {
    it(`are parted by the language’s own comma: ${lang}`, async () => {
      const picker = await mount({ lang });
      const name = tile(picker, 'gbol').querySelector<HTMLElement>('[part="name"]')!;
      expect(name.dataset['comma']).to.equal(comma);
      // What comes of the attribute an engine may leave to be worked out.
      expect([JSON.stringify(comma), 'attr(data-comma)']).to.include(getComputedStyle(name, '::after').content);
    });
  }
});
