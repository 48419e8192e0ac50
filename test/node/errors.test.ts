import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { ERRORS, isErrorCode, isPickerError, PickerError, type PickerErrorCode } from '../../src/shared/errors.js';

const codes = Object.keys(ERRORS) as PickerErrorCode[];

/** What throws as soon as it is looked at. */
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('the table of errors', () => {
  it('has these codes, and these are retryable', () => {
    const retryable = codes.filter((code) => new PickerError(code, 'test').retryable);
    assert.deepEqual(codes.toSorted(), [
      'bad-request',
      'bad-response',
      'blocked',
      'conflict',
      'forbidden',
      'misconfigured',
      'network',
      'not-found',
      'rate-limited',
      'timeout',
      'unauthenticated',
      'unavailable',
      'unknown',
      'unknown-platform',
      'unsafe-url',
      'unsupported',
    ]);
    assert.deepEqual(retryable.toSorted(), [
      'bad-response',
      'blocked',
      'network',
      'rate-limited',
      'timeout',
      'unavailable',
    ]);
  });

  it('gives each status to one code', () => {
    const statuses = Object.values(ERRORS).flatMap((meaning): readonly number[] =>
      'statuses' in meaning ? meaning.statuses : [],
    );
    assert.equal(new Set(statuses).size, statuses.length);
  });

  it('has nothing that it was not given', () => {
    for (const code of ['constructor', '__proto__', 'toString', '', 'NETWORK', undefined, null, 0, ['network'], {}]) {
      assert.equal(isErrorCode(code), false, String(code));
    }
  });
});

describe('a PickerError', () => {
  it('says what it is, and carries what it was given and nothing else', () => {
    const cause = new TypeError('of the host');
    const error = new PickerError('conflict', 'HTTP 409', {
      status: 409,
      retryable: true,
      retryAfter: 7,
      correlationId: 'abc',
      cause,
      code: 'network',
      name: 'TypeError',
    } as object);
    assert.deepEqual(
      { ...error, message: error.message, cause: error.cause },
      {
        name: 'PickerError',
        code: 'conflict',
        retryable: true,
        status: 409,
        retryAfter: 7,
        correlationId: 'abc',
        message: 'HTTP 409 (conflict)',
        cause,
      },
    );
    assert.deepEqual(
      { ...new PickerError('conflict', '', { retryable: undefined } as object) },
      {
        name: 'PickerError',
        code: 'conflict',
        retryable: false,
      },
    );
    assert.equal('cause' in new PickerError('conflict', ''), false);
  });

  it('of a code that nobody knows is of the code unknown', () => {
    for (const code of ['oops', 'constructor', undefined, null, {}]) {
      const error = new PickerError(code as PickerErrorCode, 'test');
      assert.deepEqual([error.code, error.retryable], ['unknown', false]);
    }
  });

  it('can be made where a page has frozen Error.prototype and replaced Object.assign', () => {
    const script = `
      import { PickerError, isPickerError } from ${JSON.stringify(new URL('../../src/shared/errors.ts', import.meta.url).href)};
      Object.freeze(Error.prototype);
      Object.assign = Object.defineProperty = Object.defineProperties = () => { throw new Error('patched'); };
      const error = new PickerError('network', 'test', { retryAfter: 3 });
      console.log(JSON.stringify([isPickerError(error), error.name, error.code, error.retryable, error.retryAfter]));`;
    const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    assert.deepEqual(JSON.parse(said), [true, 'PickerError', 'network', true, 3]);
  });
});

describe('isPickerError', () => {
  it('knows one from another copy of this package, and from another window', async () => {
    const copy = (await import(`${new URL('../../src/shared/errors.ts', import.meta.url).href}?copy`)) as {
      PickerError: typeof PickerError;
    };
    assert.notEqual(copy.PickerError, PickerError);
    assert.ok(isPickerError(new copy.PickerError('network', 'test')));
    assert.ok(
      isPickerError(vm.runInNewContext(`Object.assign(new Error(), { name: 'PickerError', code: 'timeout' })`)),
    );
  });

  it('takes nothing else for one, and never throws', () => {
    for (const value of [
      undefined,
      null,
      'PickerError',
      42,
      Symbol('PickerError'),
      new Error('PickerError'),
      Object.assign(new Error(), { name: 'PickerError' }),
      Object.assign(new Error(), { name: 'PickerError', code: 'E_OF_THE_HOST' }),
      Object.assign(new Error(), { name: 'PickerError', code: ['network'] }),
      Object.assign(new Error(), { name: 'OtherError', code: 'network' }),
      {
        get name(): string {
          throw new Error('of a getter');
        },
      },
      {
        name: 'PickerError',
        get code(): string {
          throw new Error('of a getter');
        },
      },
      revoked(),
    ]) {
      assert.equal(isPickerError(value), false);
    }
  });
});
