import type { Strings } from './catalogue.js';

export const en: Strings = {
  choose: 'Choose your software.',
  next: 'You sign in on the next site, then come back here.',
  Accounting: 'Accounting software',
  Commerce: 'Commerce software',
  Other: 'Other software',
  link: 'Link your {name} account',
  opening: 'Opening {name}…',
  soon: 'Coming soon',
  empty: 'There is no software to link yet. Come back later.',
  retry: 'Try again',
  network: 'There is no connection. Check your internet, then try again.',
  unauthenticated: 'Your session has ended. Log in again, then try again.',
  forbidden: 'Your account is not allowed to do this. Ask the person who manages it.',
  'rate-limited': 'There were too many attempts. Wait a minute, then try again.',
  'unknown-platform': 'This software can’t be linked right now. Choose another.',
  failed: 'Something went wrong on our side. Try again in a few minutes.',
};
