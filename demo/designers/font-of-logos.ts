/** For pictures that must not depend on the machine that takes them: the font of the drawings in them. */
import inter from '@fontsource/inter/files/inter-latin-600-normal.woff2?url';
import { http, HttpResponse, bypass, type RequestHandler } from 'msw';

async function dataUrl(url: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return `data:font/woff2;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

let font: Promise<string> | undefined;

// A drawing in an <img> knows the machine's fonts only, and what it holds itself.
export const handlers: RequestHandler[] = [
  http.get('*/logos/*.svg', async ({ request }) => {
    const drawing = await (await fetch(bypass(request))).text();
    font ??= dataUrl(inter);
    const face = `<style>@font-face{font-family:Inter;font-weight:600;src:url(${await font})}text{font-family:Inter}</style>`;
    return new HttpResponse(drawing.replace('</title>', `</title>${face}`), {
      headers: { 'content-type': 'image/svg+xml' },
    });
  }),
];
