import { delay, http, HttpResponse, type HttpHandler } from 'msw';
import type { BrandingImage, Integration } from '../../../src/index.js';

type Paint = (context: OffscreenCanvasRenderingContext2D, width: number, height: number) => void;

const filled: Paint = (context, width, height) => {
  context.fillStyle = '#14506b';
  context.fillRect(0, 0, width, height);
};

const whiteOnNothing: Paint = (context, width, height) => {
  context.fillStyle = '#fff';
  context.fillRect(width / 4, 0, width / 2, height);
};

/** As noise can't be packed, half of the file is about half of the picture. */
const noise: Paint = (context, width, height) => {
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 0; at < data.length; at += 1) data[at] = at % 4 === 3 ? 255 : (at * 7919) % 251;
  context.putImageData(new ImageData(data, width, height), 0, 0);
};

const png = async (width: number, height: number, paint: Paint): Promise<Blob> => {
  const canvas = new OffscreenCanvas(width, height);
  paint(canvas.getContext('2d')!, width, height);
  return canvas.convertToBlob();
};

const half = async (): Promise<Blob> => {
  const whole = await png(400, 160, noise);
  return whole.slice(0, whole.size / 2);
};

const PNG = { headers: { 'content-type': 'image/png' } };

const svg = (attributes: string, more = ''): Response =>
  new HttpResponse(
    `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="100%" height="100%" fill="#14506b"/>${more}</svg>`,
    { headers: { 'content-type': 'image/svg+xml' } },
  );

/** Logos that ask for trouble, and what a server answers when it is asked for one. */
const answers: Readonly<Record<string, () => Response | Promise<Response>>> = {
  'dot.png': async () => new HttpResponse(await png(1, 1, filled), PNG),
  'wide.png': async () => new HttpResponse(await png(4000, 100, filled), PNG),
  'tall.png': async () => new HttpResponse(await png(100, 4000, filled), PNG),
  'white.png': async () => new HttpResponse(await png(160, 40, whiteOnNothing), PNG),
  'sized.svg': () => svg('width="80" height="32"'),
  'without-a-size.svg': () => svg('viewBox="0 0 80 32"'),
  'bare.svg': () => svg(''),
  'empty.svg': () => svg('width="0" height="0"'),
  'huge.svg': () => svg('width="100000" height="40000"'),
  'stretched.svg': () => svg('width="100%" height="100%" viewBox="0 0 80 32" preserveAspectRatio="none"'),
  'scripted.svg': () =>
    svg(
      'width="80" height="32" onload="fetch(\'/awkward/ran\')"',
      '<script>fetch("/awkward/ran")</script><image href="/awkward/ran" width="9" height="9"/>',
    ),
  'redirected.png': () => HttpResponse.redirect('/awkward/sized.svg'),
  'truncated.png': async () => new HttpResponse(await half(), PNG),
  'page.png': () => HttpResponse.html('<!doctype html><title>Sign in</title><h1>Sign in</h1>'),
  'page-called-an-image.png': () => new HttpResponse('<!doctype html><h1>Sign in</h1>', PNG),
  'nothing.png': () => new HttpResponse(new Uint8Array(), PNG),
  'gone.png': () => new HttpResponse(null, { status: 404 }),
  'unreachable.png': () => HttpResponse.error(),
  'stalled.png': async () => {
    const bytes = new Uint8Array(await (await half()).arrayBuffer());
    return new HttpResponse(new ReadableStream({ start: (controller) => controller.enqueue(bytes) }), PNG);
  },
  'never.png': async () => {
    await delay('infinite');
    return HttpResponse.error();
  },
};

/** What no server ever brings to an end. */
export const ENDLESS: readonly string[] = ['stalled.png', 'never.png'];

/** Those that can't be shown, whatever the browser. */
export const BROKEN: readonly string[] = [
  'page.png',
  'page-called-an-image.png',
  'nothing.png',
  'gone.png',
  'unreachable.png',
];

const keyOf = (index: number): string => `aaa${String.fromCharCode(97 + index)}`;

/** One integration for each of the logos, named after it, and one without any. */
export const withAwkwardLogos: readonly Integration[] = [...Object.keys(answers), ''].map((file, index) => {
  const image: BrandingImage = file ? { image: { src: `/awkward/${file}` } } : {};
  return { key: keyOf(index), name: file || 'None', branding: { logo: { full: image, square: image } } };
});

/**
 * Answers for them, once the gate is open.
 *
 * @param ran called when something in a drawing is carried out or fetched
 */
export const awkwardLogos = (gate: Promise<unknown>, ran: () => void): HttpHandler[] => [
  http.get('/awkward/ran', () => {
    ran();
    return new HttpResponse();
  }),
  ...Object.entries(answers).map(([file, answer]) =>
    http.get(`/awkward/${file}`, async () => {
      await gate;
      return answer();
    }),
  ),
];
