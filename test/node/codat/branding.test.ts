import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIST, errorOf, simulate, unescaped } from './support.js';

describe('branding', () => {
  it('has the full and the square logo, and the sourceId of the list', async (t) => {
    const { origin, list, branding } = await simulate(t);
    const [row] = (await list('query=xero')).results;
    assert.deepEqual(await branding('gbol'), {
      logo: {
        full: { image: { src: `${origin}/public/officialLogos/Full/Xero_Full.svg`, alt: 'xero full icon' } },
        square: { image: { src: `${origin}/public/officialLogos/Full/Xero_Square.svg`, alt: 'xero square icon' } },
      },
      button: {},
      sourceId: row?.sourceId,
    });
  });

  it('has a button and its hover image for QuickBooks Online alone', async (t) => {
    const { branding } = await simulate(t);
    const { button } = await branding('qhyg');
    assert.match(button.default?.image.src ?? '', /QuickBooksOnline_Default\.svg$/);
    assert.match(button.hover?.image.src ?? '', /QuickBooksOnline_Hover\.svg$/);
    assert.ok(button.default?.image.alt && button.hover?.image.alt);
    assert.deepEqual((await branding('pdvj')).button, {});
  });

  it('is bare for FreeAgent', async (t) => {
    const { branding } = await simulate(t);
    const { logo, button } = await branding('fbrh');
    assert.deepEqual({ logo, button }, { logo: {}, button: {} });
  });

  it('is there for a connector and for what is switched off', async (t) => {
    const { branding } = await simulate(t);
    assert.ok((await branding('dfxm')).logo.full);
    assert.ok((await branding('tgff')).logo.full);
  });

  it('is 404 for a key that nobody has', async (t) => {
    const { call } = await simulate(t);
    await errorOf(await call(`${LIST}/zzzz/branding`), 404);
    await errorOf(await call(`${LIST}/GBOL/branding`), 404);
  });

  it('points wherever the logos are served', async (t) => {
    const { list, branding } = await simulate(t, { staticBaseUrl: () => 'https://static.codat.io/public' });
    const { logo } = await branding('gbol');
    assert.equal(logo.full?.image.src, 'https://static.codat.io/public/officialLogos/Full/Xero_Full.svg');
    assert.equal((await list('query=xero')).results[0]?.logoUrl, 'https://static.codat.io/public/platforms/gbol.svg');
  });
});

describe('a logo', () => {
  it('is an image of its own size, for every address that the API answers', async (t) => {
    const { visit, list, branding } = await simulate(t);
    const { results } = await list('pageSize=5000');
    const addresses: string[] = results.map((row) => row.logoUrl);
    for (const { key } of results) {
      const { logo, button } = await branding(key);
      const images = [logo.full, logo.square, button.default, button.hover];
      addresses.push(...images.flatMap((one) => one?.image.src ?? []));
    }
    assert.equal(addresses.length, 125 + 124 * 2 + 2);
    for (const address of addresses) {
      const response = await visit(address);
      assert.equal(response.status, 200, address);
      assert.equal(response.headers.get('content-type'), 'image/svg+xml');
      assert.match(await response.text(), /^<svg\s[^>]*width="\d+"\s+height="\d+"\s+viewBox="0 0 \d+ \d+"/, address);
    }
  });

  it('can be cached, and runs nothing', async (t) => {
    const { visit } = await simulate(t);
    const { headers } = await visit('/public/officialLogos/Full/Xero_Full.svg');
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; style-src 'none'");
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('cache-control') ?? '', /max-age=[1-9]/);
  });

  it('is a mark and the name, and in a square the mark alone', async (t) => {
    const { visit } = await simulate(t);
    const drawingAt = async (path: string) => (await visit(`/public/${path}`)).text();
    const mark = /<path [^>]*d="[^"]+"/;
    const full = await drawingAt('officialLogos/Full/FreeAgent_Full.svg');
    assert.match(full, mark);
    assert.match(full, />FreeAgent<\/text\s*>/);
    for (const path of ['officialLogos/Full/FreeAgent_Square.svg', 'platforms/fbrh.svg', 'platforms/gbol.svg']) {
      const square = await drawingAt(path);
      assert.match(square, mark, path);
      assert.match(square, /viewBox="0 0 48 48"/, path);
      assert.doesNotMatch(square, /<text/, path);
    }
  });

  it('needs no font of the machine, for the software that a host offers', async (t) => {
    const { visit, branding } = await simulate(t);
    for (const key of ['qudb', 'pbbf', 'pdvj', 'tgff', 'qhyg', 'gbol', 'fqly', 'ldgh', 'fztf', 'ugxp']) {
      const { logo, button } = await branding(key);
      for (const one of [logo.full, logo.square, button.default, button.hover]) {
        if (one) assert.doesNotMatch(await (await visit(one.image.src)).text(), /<text|font|href/, one.image.src);
      }
    }
  });

  it('holds a name of any length, in two lines if need be, and escapes it', async (t) => {
    const name = 'Tills & <Tabs> for Every Corner Bakery Between Here and There';
    const { visit } = await simulate(t, { connectors: [{ platformKey: 'till', name, sourceType: 'Commerce' }] });
    const linesIn = async (file: string) =>
      [
        ...(await (await visit(`/public/officialLogos/Full/${file}_Full.svg`)).text()).matchAll(
          /<text[^]*?<\/text\s*>/g,
        ),
      ].map(([line]) => ({
        text: unescaped(/>([^<]*)</.exec(line)?.[1] ?? ''),
        size: Number(/font-size="(\d+)"/.exec(line)?.[1]),
        squeezed: line.includes('textLength="106"'),
      }));
    assert.deepEqual(await linesIn('TillsTabsforEveryCornerBakeryBetweenHereandThere'), [
      { text: 'Tills & <Tabs> for Every Corner', size: 12, squeezed: true },
      { text: 'Bakery Between Here and There', size: 12, squeezed: true },
    ]);
    assert.deepEqual(await linesIn('FreeAgent'), [{ text: 'FreeAgent', size: 16, squeezed: false }]);
    assert.deepEqual(await linesIn('AldermoorBank'), [
      { text: 'Aldermoor', size: 16, squeezed: false },
      { text: 'Bank', size: 16, squeezed: false },
    ]);
  });

  it('is 404 where there is none', async (t) => {
    const { visit } = await simulate(t);
    for (const file of [
      'officialLogos/Full/Nobody_Full.svg',
      'officialLogos/Full/Xero_Round.svg',
      'officialLogos/Full/Xero_Default.svg',
      'officialLogos/Buttons/Xero_Default.svg',
      'officialLogos/Buttons/Xero_Full.svg',
      'platforms/zzzz.svg',
    ]) {
      assert.equal((await visit(`/public/${file}`)).status, 404, file);
    }
  });
});
