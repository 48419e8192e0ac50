// Yours: who is logged in, as your own session says. Here one merchant is, by a cookie.
export function merchantOf(request) {
  const session = /(?:^|; )session=([^;]*)/.exec(request.headers.get('cookie') ?? '')?.[1];
  if (session === 'open-Sesame-1234') return { merchantIdentifier: 'Café & Co / #1' };
  // A session check may answer by itself: with cookies taken away, or with the way to the log-in page.
  if (session === 'ended') {
    const headers = new Headers({ 'x-session': 'ended' });
    headers.append('set-cookie', 'session=; Max-Age=0; Path=/');
    headers.append('set-cookie', 'seen=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/');
    return Response.json({ title: 'Your session has ended' }, { status: 401, headers });
  }
  if (session === 'elsewhere') return Response.redirect('https://shop.example/log-in', 303);
  return null;
}
