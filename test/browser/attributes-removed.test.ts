import { expect } from '@open-wc/testing/pure';
import { CodatCommercePicker } from '../../src/index.js';
import { mount } from '../support/mount.js';
import { all } from '../support/page.js';
import { VALUES } from '../support/property-values.js';

/** The properties that have an attribute, by Lit's own account. */
const properties = [...CodatCommercePicker.elementProperties].flatMap(([property, { attribute }]) => {
  if (attribute === false) return [];
  return [{ property, attribute: typeof attribute === 'string' ? attribute : String(property).toLowerCase() }];
});

describe('an attribute that is taken away', () => {
  for (const { property, attribute } of properties) {
    const read = (picker: CodatCommercePicker): unknown => Reflect.get(picker, property);

    it(`leaves the default: ${attribute}`, () => {
      const [value] = VALUES[String(property)]!;
      const picker = document.createElement('codat-commerce-picker');
      const before = read(picker);
      picker.setAttribute(attribute, value === true ? '' : String(value));
      expect(read(picker)).not.to.deep.equal(before);
      picker.removeAttribute(attribute);
      expect(read(picker)).to.deep.equal(before);
    });
  }

  it('leaves what the types say: logo, search and headingLevel', () => {
    const picker = document.createElement('codat-commerce-picker');
    for (const [attribute, value] of Object.entries({ logo: 'square', search: 'never', 'heading-level': '5' })) {
      picker.setAttribute(attribute, value);
      picker.removeAttribute(attribute);
    }
    expect([picker.logo, picker.search, picker.headingLevel]).to.deep.equal(['full', 'auto', 2]);
  });

  it('leaves a picker that looks as if it had never been there', async () => {
    const picker = await mount();
    const levels = (): (string | null)[] =>
      all(picker, '[role="heading"]').map((heading) => heading.getAttribute('aria-level'));
    const before = levels();
    picker.setAttribute('heading-level', '5');
    await picker.updateComplete;
    expect(levels()).not.to.deep.equal(before);
    picker.removeAttribute('heading-level');
    await picker.updateComplete;
    expect(levels()).to.deep.equal(before);
  });
});
