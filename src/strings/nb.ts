import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const nb: Translation = {
  $code: 'nb',
  $name: 'Norsk bokmål',
  $dir: 'ltr',
  choose: 'Velg programmet ditt.',
  next: 'Du logger inn på det neste nettstedet og kommer deretter tilbake hit.',
  Accounting: 'Regnskapsprogrammer',
  Commerce: 'Kassesystemer og nettbutikker',
  Banking: 'Bankkontoer',
  Expense: 'Utgiftshåndtering',
  Other: 'Andre programmer',
  link: 'Koble til {name}-kontoen din',
  manage: 'Administrer {name}-kontoen din',
  resume: 'Fullfør tilkoblingen til {name}',
  opening: 'Åpner {name}\u00a0…',
  linked: 'Tilkoblet',
  pending: 'Venter på godkjenning',
  soon: 'Kommer snart',
  beta: 'Beta',
  offline: 'Skrivebordsapp',
  search: 'Søk på navn eller nettadresse',
  clear: 'Nullstill søket',
  found: plural('nb', { one: '{count} resultat', other: '{count} resultater' }),
  none: 'Ingen resultater for «{query}». Sjekk stavemåten, eller søk på en del av navnet.',
  empty: 'Det finnes ingen programmer å koble til ennå. Kom tilbake senere.',
  retry: 'Prøv igjen',
  network: 'Ingen internettforbindelse. Sjekk nettverket, og prøv igjen.',
  unauthenticated: 'Økten din er utløpt. Logg inn på nytt, og prøv igjen.',
  forbidden: 'Kontoen din har ikke tilgang til dette. Spør den som administrerer kontoen.',
  'rate-limited': 'For mange forsøk. Vent et minutt, og prøv igjen.',
  'unknown-platform': 'Programmet kan ikke kobles til akkurat nå. Velg et annet.',
  failed: 'Noe gikk galt hos oss. Prøv igjen om noen minutter.',
};

// Pages in Bokmål are marked `no` as often as `nb`. And whoever reads Nynorsk (`nn`) is closer to it than to English.
register(nb, { ...nb, $code: 'no' }, { ...nb, $code: 'nn' });
