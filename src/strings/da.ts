import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const da: Translation = {
  $code: 'da',
  $name: 'Dansk',
  $dir: 'ltr',
  choose: 'Vælg dit program.',
  next: 'Du logger ind på den næste hjemmeside og kommer derefter tilbage hertil.',
  Accounting: 'Regnskabsprogrammer',
  Commerce: 'Kassesystemer og webshops',
  Banking: 'Bankkonti',
  Expense: 'Udgiftsstyring',
  Other: 'Andre programmer',
  link: 'Forbind din {name}-konto',
  manage: 'Administrer din {name}-konto',
  resume: 'Fuldfør forbindelsen til {name}',
  opening: 'Åbner {name}\u00a0…',
  linked: 'Forbundet',
  pending: 'Afventer godkendelse',
  soon: 'Kommer snart',
  beta: 'Beta',
  offline: 'Skrivebordsapp',
  search: 'Søg på navn eller webadresse',
  clear: 'Ryd søgning',
  found: plural('da', { one: '{count} resultat', other: '{count} resultater' }),
  none: 'Ingen resultater for ”{query}”. Tjek stavemåden, eller søg på en del af navnet.',
  empty: 'Der er endnu ingen programmer at forbinde. Kom tilbage senere.',
  retry: 'Prøv igen',
  network: 'Ingen internetforbindelse. Tjek netværket, og prøv igen.',
  unauthenticated: 'Din session er udløbet. Log ind igen, og prøv en gang til.',
  forbidden: 'Din konto har ikke tilladelse til dette. Spørg den, der administrerer kontoen.',
  'rate-limited': 'For mange forsøg. Vent et minut, og prøv igen.',
  'unknown-platform': 'Programmet kan ikke forbindes lige nu. Vælg et andet.',
  failed: 'Noget gik galt hos os. Prøv igen om et par minutter.',
};

register(da);
