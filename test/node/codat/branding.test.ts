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

  it('shows the name in full, and one or two initials in a square', async (t) => {
    const { visit } = await simulate(t);
    const textIn = async (path: string) => />([^<]*)<\/text\s*>/.exec(await (await visit(path)).text())?.[1];
    assert.equal(await textIn('/public/officialLogos/Full/FreeAgent_Full.svg'), 'FreeAgent');
    assert.equal(await textIn('/public/officialLogos/Full/QuickBooksOnline_Square.svg'), 'QO');
    assert.equal(await textIn('/public/officialLogos/Full/ZettlebyPayPal_Square.svg'), 'ZB');
    assert.equal(await textIn('/public/platforms/gbol.svg'), 'X');
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
        squeezed: line.includes('textLength="216"'),
      }));
    assert.deepEqual(await linesIn('TillsTabsforEveryCornerBakeryBetweenHereandThere'), [
      { text: 'Tills & <Tabs> for Every Corner', size: 12, squeezed: true },
      { text: 'Bakery Between Here and There', size: 12, squeezed: true },
    ]);
    const [[online], [xero]] = [await linesIn('QuickBooksOnline'), await linesIn('Xero')];
    assert.ok(online && xero && online.size < xero.size && !online.squeezed && !xero.squeezed);
  });

  it('is 404 where there is none', async (t) => {
    const { visit } = await simulate(t);
    for (const file of [
      'officialLogos/Full/Nobody_Full.svg',
      'officialLogos/Full/Xero_Round.svg',
      'officialLogos/Full/Xero_Default.svg',
      'platforms/zzzz.svg',
    ]) {
      assert.equal((await visit(`/public/${file}`)).status, 404, file);
    }
  });
});
