import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { compare } from '../../demo/pictures/compare.js';
import { environmentOf, FONTS, type Environment } from '../../demo/pictures/environment.js';
import { Gallery, type Drawn } from '../../demo/pictures/gallery.js';
import { pack } from '../../demo/pictures/pack.js';
import { PROBE } from '../../demo/pictures/probe.js';
import { review, type Review } from '../../demo/pictures/review.js';

type Colour = readonly [number, number, number];

const GREY: Colour = [200, 200, 200];
const HERE: Environment = { browser: 'Chromium 156.0', platform: 'linux x64', fonts: { inter: '5.3.0' } };

/** A grey picture, with a region of another colour. */
function picture({ width = 40, height = 20, colour = GREY, x = 0, y = 0, wide = 0, high = 0 } = {}): Buffer {
  const png = new PNG({ width, height });
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const inside = column >= x && column < x + wide && row >= y && row < y + high;
      png.data.set([...(inside ? colour : GREY), 255], (row * width + column) * 4);
    }
  }
  return PNG.sync.write(png);
}

const changed = (): Buffer => picture({ colour: [180, 30, 30], x: 10, y: 5, wide: 6, high: 3 });

describe('the pictures', () => {
  let folder: string;
  let results: string;
  let gallery: Gallery;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pictures-'));
    results = path.join(folder, 'results');
    gallery = new Gallery(folder);
    gallery.renew([drawn('ready'), drawn('dark'), drawn(PROBE)], HERE);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function drawn(name: string, png = picture()): Drawn {
    return { name, png };
  }

  function look(pictures: readonly Drawn[], environment = HERE): Review {
    const rest = ['ready', 'dark', PROBE].filter((name) => pictures.every((one) => one.name !== name));
    return review([...pictures, ...rest.map((name) => drawn(name))], environment, gallery, results);
  }

  it('pass when nothing has changed', () => {
    assert.deepEqual(look([]), { failed: false, lines: ['3 pictures drawn, all as committed.'] });
    assert.equal(existsSync(results), false);
  });

  it('pass when only the packing of a file is another', () => {
    const repacked = PNG.sync.write(PNG.sync.read(picture()), { deflateLevel: 0 });
    assert.notDeepEqual(repacked, picture());
    assert.equal(look([drawn('dark', repacked)]).failed, false);
  });

  it('fail for a changed region, saying which picture, how many pixels, where, and where to look', () => {
    const { failed, lines } = look([drawn('dark', changed())]);
    assert.equal(failed, true);
    const files = ['dark.actual.png', 'dark.diff.png'].map((file) => path.relative('', path.join(results, file)));
    assert.deepEqual(lines, [
      `✖ dark: 18 of 800 pixels differ, within 6 × 3 at 10, 5. See ${files.join(' and ')}`,
      'If this is meant: `npm run screenshots` renews the pictures. Look at them, and commit them.',
      '3 pictures drawn: 1 differ, 0 failed.',
    ]);
    assert.deepEqual(readFileSync(path.join(results, 'dark.actual.png')), changed());
    const diff = PNG.sync.read(readFileSync(path.join(results, 'dark.diff.png')));
    assert.deepEqual([...diff.data.subarray((5 * 40 + 10) * 4).subarray(0, 4)], [255, 0, 0, 255]);
    assert.notDeepEqual([...diff.data.subarray(0, 4)], [255, 0, 0, 255]);
  });

  it('fail for a single pixel, and for a line that is one pixel thin', () => {
    assert.equal(look([drawn('ready', picture({ colour: [0, 0, 0], x: 39, y: 19, wide: 1, high: 1 }))]).failed, true);
    assert.equal(look([drawn('ready', picture({ colour: [185, 185, 185], y: 7, wide: 40, high: 1 }))]).failed, true);
  });

  it('fail for an edge that has become soft', () => {
    const hard = picture({ colour: [0, 0, 0], x: 10, y: 5, wide: 10, high: 10 });
    gallery.renew([drawn('ready', hard), drawn('dark'), drawn(PROBE)], HERE);
    const soft = PNG.sync.read(hard);
    for (let row = 5; row < 15; row += 1) soft.data.set([100, 100, 100], (row * 40 + 20) * 4);
    assert.equal(look([drawn('ready', hard)]).failed, false);
    assert.match(look([drawn('ready', PNG.sync.write(soft))]).lines[0]!, /^✖ ready: 10 of 800 pixels differ/);
  });

  it('forgive what nobody can see: the last bit of a colour', () => {
    assert.equal(look([drawn('ready', picture({ colour: [201, 200, 199], wide: 40, high: 20 }))]).failed, false);
  });

  it('fail for other dimensions, and say both', () => {
    const { failed, lines } = look([drawn('ready', picture({ height: 21 }))]);
    assert.equal(failed, true);
    assert.match(lines[0]!, /^✖ ready: is 40 × 21 pixels large, and was 40 × 20\. See \S*ready\.actual\.png$/);
    assert.deepEqual(readdirSync(results), ['ready.actual.png']);
  });

  it('fail for one that has no committed picture, and name the command that makes it', () => {
    const { failed, lines } = look([drawn('new')]);
    assert.equal(failed, true);
    assert.deepEqual(lines, [
      '✖ new: no picture is committed. `npm run screenshots` makes it.',
      '4 pictures drawn: 0 differ, 1 failed.',
    ]);
  });

  it('fail for a committed one that nothing draws any more', () => {
    writeFileSync(path.join(folder, 'old.png'), picture());
    const { failed, lines } = look([]);
    assert.equal(failed, true);
    assert.match(lines[0]!, /^✖ old: .*`npm run screenshots` removes it\.$/);
  });

  it('fail for one that could not be drawn, also by another browser', () => {
    for (const browser of [HERE.browser, 'Chromium 157.0']) {
      const { failed, lines } = look([{ name: 'dark', reason: 'It never settled.' }], { ...HERE, browser });
      assert.equal(failed, true);
      assert.ok(lines.includes('✖ dark: could not be drawn. It never settled.'));
    }
  });

  it('fail when nothing says what drew the committed ones', () => {
    rmSync(path.join(folder, 'baseline.json'));
    const { failed, lines } = look([drawn('dark', changed())]);
    assert.equal(failed, true);
    assert.match(lines[0]!, /`npm run screenshots` makes baseline\.json/);
  });

  it('are not comparable with those of another browser: said, not failed', () => {
    const { failed, lines } = look([drawn('dark', changed())], { ...HERE, browser: 'Chromium 157.0' });
    assert.equal(failed, false);
    assert.match(lines[0]!, /^· dark: 18 of 800 pixels differ/);
    assert.deepEqual(lines.slice(1), [
      'Not comparable: the committed pictures were drawn in another way. `npm run screenshots` renews them with what is here.',
      '  browser: Chromium 156.0 drew the committed pictures, here it is Chromium 157.0',
      '3 pictures drawn, NOT COMPARABLE: 1 differ, which fails nothing; 0 failed.',
    ]);
  });

  it('are not comparable with those of other fonts, or of another platform', () => {
    const { failed, lines } = look([drawn('dark', changed())], {
      ...HERE,
      platform: 'darwin arm64',
      fonts: { inter: '5.4.0', noto: '1.0.0' },
    });
    assert.equal(failed, false);
    assert.deepEqual(lines.slice(2, -1), [
      '  platform: linux x64 drew the committed pictures, here it is darwin arm64',
      '  inter: 5.3.0 drew the committed pictures, here it is 5.4.0',
      '  noto: none drew the committed pictures, here it is 1.0.0',
    ]);
  });

  it('are not comparable where the probe comes out otherwise: the element isn’t in it', () => {
    const { failed, lines } = look([drawn('dark', changed()), drawn(PROBE, changed())]);
    assert.equal(failed, false);
    assert.match(lines.at(-1)!, /NOT COMPARABLE/);
    assert.ok(lines.some((line) => line.startsWith('  probe: ')));
  });

  it('still fail for a missing and for an orphaned one when they are not comparable', () => {
    const environment = { ...HERE, browser: 'Chromium 157.0' };
    assert.equal(look([drawn('new')], environment).failed, true);
    writeFileSync(path.join(folder, 'old.png'), picture());
    assert.equal(look([], environment).failed, true);
  });

  it('keep nothing of an earlier review', () => {
    look([drawn('dark', changed())]);
    look([drawn('ready', changed())]);
    assert.deepEqual(readdirSync(results).toSorted(), ['ready.actual.png', 'ready.diff.png']);
  });

  describe('renewed', () => {
    it('replace what has changed, add what is new, remove what is gone, and leave the rest alone', () => {
      const before = gallery.read('ready');
      // The same pixels in other bytes: a file that shows the same is not to appear in a commit.
      const repacked = PNG.sync.write(PNG.sync.read(picture()), { deflateLevel: 0 });
      const lines = gallery.renew([drawn('ready', repacked), drawn('dark', changed()), drawn('new')], HERE);
      assert.deepEqual(lines, [`removed  ${PROBE}`, 'changed  dark', 'new      new']);
      assert.deepEqual(gallery.names, ['dark', 'new', 'ready']);
      assert.deepEqual(gallery.read('ready'), before);
      assert.deepEqual(review([drawn('ready'), drawn('dark', changed()), drawn('new')], HERE, gallery, results).lines, [
        '3 pictures drawn, all as committed.',
      ]);
    });

    it('say what drew them', () => {
      const environment = environmentOf('156.0.1');
      gallery.renew([], environment);
      assert.deepEqual(gallery.environment, environment);
      assert.match(environment.browser, /^Chromium 156\.0\.1$/);
      assert.deepEqual(Object.keys(environment.fonts), FONTS);
      for (const version of Object.values(environment.fonts)) assert.match(version, /^\d+\.\d+\.\d+$/);
    });

    it('stay as they are when one of them could not be drawn', () => {
      assert.throws(
        () => gallery.renew([drawn('ready', changed()), { name: 'dark', reason: 'It never settled.' }], HERE),
        /Nothing has been renewed:\ndark: It never settled\./,
      );
      assert.equal(look([]).failed, false);
    });
  });

  describe('packed', () => {
    /** Grey, with this many colours of one pixel each, so many steps apart. */
    function speckled(count: number, step: number): PNG {
      const png = PNG.sync.read(picture({ width: 100, height: 100 }));
      for (let at = 0; at < count; at += 1) {
        const places = [at % 8, Math.floor(at / 8) % 8, Math.floor(at / 64)];
        png.data.set([...places.map((place) => place * step), 255], at * 4);
      }
      return png;
    }
    const colours = (png: PNG): Set<number> =>
      new Set(Array.from({ length: png.data.length / 4 }, (_value, at) => png.data.readUInt32BE(at * 4)));
    const packed = (png: PNG): PNG => PNG.sync.read(Buffer.from(pack(PNG.sync.write(png))));

    it('are the same to the last bit where there are few colours', () => {
      const png = speckled(255, 30);
      assert.equal(colours(png).size, 256);
      assert.deepEqual(packed(png).data, png.data);
    });

    it('show the same in 256 colours where there are more', () => {
      const png = speckled(512, 2);
      assert.ok(colours(png).size > 256);
      assert.ok(colours(packed(png)).size <= 256);
      assert.deepEqual(compare(PNG.sync.write(png), pack(PNG.sync.write(png))), { kind: 'same' });
    });

    it('keep the very colour of a surface, though another is near', () => {
      const png = speckled(512, 2);
      for (let at = 9000; at < 9010; at += 1) png.data.set([201, 200, 200, 255], at * 4);
      assert.deepEqual(packed(png).data.subarray(8999 * 4), png.data.subarray(8999 * 4));
    });

    it('stay as they are where no 256 colours would do', () => {
      const png = PNG.sync.write(speckled(512, 30));
      assert.equal(pack(png), png);
    });
  });
});
