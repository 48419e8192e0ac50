import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { elementOf } from '../../demo/designers/build/plugins.js';
import { CodatCommercePicker } from '../../src/element/codat-commerce-picker.js';
import { badge } from '../../src/element/styles/badge.js';
import { STATUSES } from '../../src/shared/statuses.js';
import { VALUES } from '../support/property-values.js';

interface Documented {
  name: string;
  description?: string;
  default?: string;
}

interface Manifest {
  attributes: readonly (Documented & { fieldName: string })[];
  members: readonly Documented[];
  cssParts: readonly Documented[];
}

/** By reading it, Lit collects the properties of the class and of those that it extends. */
const observed = CodatCommercePicker.observedAttributes;
const properties = [...CodatCommercePicker.elementProperties];
const names = properties.map(([name]) => String(name)).toSorted();

const manifest = (await elementOf()) as unknown as Manifest;
const reference = await readFile(new URL('../../docs/reference.md', import.meta.url), 'utf8');

/** What the reference lists of properties. */
const lists = [...reference.matchAll(/<!-- api:properties .*?-->(.*?)<!-- \/api -->/gs)]
  .map(([, list]) => list)
  .join('');

describe('each property of the element', () => {
  it('says in a comment what it does', () => {
    const explained = manifest.members.filter(({ description }) => description).map(({ name }) => name);
    const missing = names.filter((name) => !explained.includes(name));
    assert.deepEqual(missing, [], 'Declare each, with a comment above it, in its class.');
  });

  it('has a default in the constructor, if it has an attribute', () => {
    const missing = manifest.attributes.filter((attribute) => !attribute.default).map(({ fieldName }) => fieldName);
    assert.deepEqual(missing, [], 'Set each in the constructor, or document it with @default.');
  });

  it('has an attribute of the same name, in words parted by hyphens', () => {
    const expected = properties
      .filter(([, { attribute }]) => attribute !== false)
      .map(([name]) => String(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    assert.deepEqual(observed.toSorted(), expected.toSorted(), 'Name it by attribute: … in `properties`.');
  });

  it('has values for the tests that set it and take it back', () => {
    assert.deepEqual(Object.keys(VALUES).toSorted(), names, 'Add each to test/support/property-values.ts.');
  });

  it('is in the reference', () => {
    const missing = names.filter((name) => !lists.includes(`\`${name}\``));
    assert.deepEqual(
      missing,
      [],
      'Write each into a comment of docs/reference.md; `npm run build && npm run reference`.',
    );
  });
});

describe('each status of a connection', () => {
  for (const status of Object.keys(STATUSES)) {
    it(`is a part that is documented, and its badge has a colour: ${status}`, () => {
      const parts = manifest.cssParts.map(({ name }) => name);
      assert.ok(parts.includes(status), 'Add @csspart to the doc block of the element.');
      assert.match(
        badge.cssText,
        new RegExp(`\\[part='badge ${status}'\\] \\{[^}]*\\bcolor:`),
        'Add it to styles/badge.ts.',
      );
    });
  }
});
