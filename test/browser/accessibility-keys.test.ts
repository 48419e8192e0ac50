import { expect, fixture, html } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import type { CodatCommercePicker } from '../../src/index.js';
import { all, one, tile } from '../support/page.js';
import { show, until } from '../support/states.js';

const press = (key: string): Promise<void> => sendKeys({ press: key });

/** What the page hears of the keys that are pressed, and whether anyone in the picker has used them up. */
const heard = (): { keys: string[]; used: string[]; stop: () => void } => {
  const keys: string[] = [];
  const used: string[] = [];
  const listen = (event: KeyboardEvent): void => {
    keys.push(event.key);
    if (event.defaultPrevented) used.push(event.key);
  };
  addEventListener('keydown', listen);
  return { keys, used, stop: () => removeEventListener('keydown', listen) };
};

const valueOf = (picker: CodatCommercePicker): string => (one(picker, 'input') as HTMLInputElement).value;

describe('keys', () => {
  for (const [where, select] of Object.entries({
    'a tile': '[data-key="pbbf"]',
    'the cross': '[part="search-clear"]',
    'the search box': 'input',
  })) {
    it(`are the page’s own as well, pressed on ${where}`, async () => {
      const picker = await show('search');
      const { keys, used, stop } = heard();
      const pressed = ['/', 's', '?', 'k', 'Enter', ' ', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'F1'];
      for (const key of pressed) {
        // Not truly pressed: “/” would open Firefox's own search, and take the focus from the page for good.
        const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
        one(picker, select).dispatchEvent(event);
      }
      stop();
      expect(keys).to.deep.equal(pressed);
      expect(used).to.deep.equal([]);
    });
  }

  it('search only where they are typed into the box', async () => {
    const picker = await show('search');
    one(picker, '[part="search-clear"]').focus();
    await press('x');
    expect(valueOf(picker)).to.equal('exact');
    one(picker, 'input').focus();
    await press('x');
    await press('/');
    expect(valueOf(picker)).to.equal('exactx/');
  });

  it('Escape empties the search box, and is the page’s own once that is empty', async () => {
    const picker = await show('search');
    one(picker, 'input').focus();
    const { keys, used, stop } = heard();
    await press('Escape');
    expect([valueOf(picker), keys]).to.deep.equal(['', []]);
    await press('Escape');
    stop();
    expect([keys, used]).to.deep.equal([['Escape'], []]);
  });

  it('Escape on a tile is the page’s own, and leaves the search as it is', async () => {
    const picker = await show('search');
    tile(picker, 'pbbf').focus();
    const { keys, used, stop } = heard();
    await press('Escape');
    stop();
    expect([valueOf(picker), keys, used]).to.deep.equal(['exact', ['Escape'], []]);
  });

  it('Escape closes the dialog around the picker only where there is nothing to empty', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog></dialog>`);
    const picker = await show('search');
    document.body.append(dialog);
    dialog.replaceChildren(picker);
    dialog.showModal();
    one(picker, 'input').focus();
    await press('Escape');
    expect([dialog.open, valueOf(picker)]).to.deep.equal([true, '']);
    await press('Escape');
    await until(() => !dialog.open, 'the dialog stays open');
    dialog.remove();
  });

  it('Enter in the search box does not send the form around it', async () => {
    const picker = await show('search');
    const form = await fixture<HTMLFormElement>(html`<form></form>`);
    form.append(picker);
    let sent = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    one(picker, 'input').focus();
    await press('Enter');
    expect([sent, all(picker, '[data-key]').length]).to.deep.equal([0, 1]);
  });
});
