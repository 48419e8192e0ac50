import { expect } from '@open-wc/testing/pure';
import { STATUSES, type ConnectionStatus } from '../../src/shared/statuses.js';
import { xero } from '../support/integrations.js';
import { LANGUAGES } from '../support/languages.js';
import { mount } from '../support/mount.js';
import { buttonNames, one } from '../support/page.js';

const statuses = Object.keys(STATUSES) as ConnectionStatus[];

const xeroWith = (status: ConnectionStatus): typeof xero => ({ ...xero, connection: { status } });

for (const language of LANGUAGES) {
  const lang = language.$code;

  describe(`a status of a connection in ${language.$name}`, () => {
    for (const status of statuses) {
      it(`is heard between the name and what can be done: ${status}`, async () => {
        await mount({ lang, integrations: [xeroWith(status)] });
        const { line } = STATUSES[status];
        // Between two blocks a browser has a blank of its own.
        const comma = `${language.comma.trim()} `;
        const expected = ['Xero', language[status], language[line].replace('{name}', 'Xero')].join(comma);
        expect(await buttonNames([expected])).to.deep.equal([expected]);
      });
    }

    for (const [status, most] of [
      ['linked', 1],
      ['pending', 1],
      ['deauthorized', 2],
    ] as const) {
      it(`has room on a phone, as high as the text at large: ${status}`, async () => {
        const picker = await mount({ lang, integrations: [xeroWith(status)] });
        picker.style.width = '288px';
        const badge = one(picker, '[part~="badge"]');
        const range = document.createRange();
        range.selectNodeContents(badge);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
        expect(new Set(lines.map(({ top }) => top)).size, badge.textContent).to.be.within(1, most);
        const { bottom, left, right, top } = badge.getBoundingClientRect();
        for (const line of lines) {
          expect([line.left >= left, line.right <= right, line.top >= top, line.bottom <= bottom]).to.not.include(
            false,
          );
        }
        const words = one(picker, '[part="words"]').getBoundingClientRect();
        expect(left >= words.left - 0.5 && right <= words.right + 0.5, badge.textContent).to.be.true;
      });
    }
  });
}
