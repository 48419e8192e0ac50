import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const fi: Translation = {
  $code: 'fi',
  $name: 'Suomi',
  $dir: 'ltr',
  choose: 'Valitse käyttämäsi ohjelmisto.',
  next: 'Kirjaudut sisään seuraavalla sivustolla ja palaat sitten tänne.',
  Accounting: 'Kirjanpito-ohjelmistot',
  Commerce: 'Kassa- ja verkkokauppaohjelmistot',
  Banking: 'Pankkitilit',
  Expense: 'Kulujenhallinta',
  Other: 'Muut ohjelmistot',
  link: 'Yhdistä tilisi palvelussa {name}',
  manage: 'Hallitse tiliäsi palvelussa {name}',
  resume: 'Viimeistele yhteys palveluun {name}',
  opening: 'Avataan {name}…',
  linked: 'Yhdistetty',
  pending: 'Odottaa valtuutusta',
  soon: 'Tulossa pian',
  beta: 'Beta',
  offline: 'Työpöytäsovellus',
  search: 'Hae nimellä tai verkko-osoitteella',
  clear: 'Tyhjennä haku',
  found: plural('fi', { one: '{count} tulos', other: '{count} tulosta' }),
  none: 'Haulla ”{query}” ei löytynyt mitään. Tarkista oikeinkirjoitus tai hae nimen osalla.',
  empty: 'Yhdistettäviä ohjelmistoja ei vielä ole. Palaa myöhemmin.',
  retry: 'Yritä uudelleen',
  network: 'Ei yhteyttä. Tarkista internetyhteytesi ja yritä uudelleen.',
  unauthenticated: 'Istuntosi on päättynyt. Kirjaudu sisään ja yritä uudelleen.',
  forbidden: 'Tililläsi ei ole oikeutta tähän. Ota yhteyttä tilin pääkäyttäjään.',
  'rate-limited': 'Liian monta yritystä. Odota minuutti ja yritä uudelleen.',
  'unknown-platform': 'Tätä ohjelmistoa ei voi yhdistää juuri nyt. Valitse jokin toinen.',
  failed: 'Palvelussamme tapahtui virhe. Yritä uudelleen muutaman minuutin kuluttua.',
};

register(fi);
