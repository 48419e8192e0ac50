import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const nl: Translation = {
  $code: 'nl',
  $name: 'Nederlands',
  $dir: 'ltr',
  choose: 'Kies je software.',
  next: 'Je logt in op de volgende site en komt daarna hier terug.',
  Accounting: 'Boekhoudsoftware',
  Commerce: 'Kassa- en webshopsoftware',
  Banking: 'Bankrekeningen',
  Expense: 'Declaratiesoftware',
  Other: 'Andere software',
  link: 'Koppel je {name}-account',
  manage: 'Beheer je {name}-account',
  resume: 'Rond de koppeling met {name} af',
  opening: '{name} wordt geopend…',
  linked: 'Gekoppeld',
  pending: 'Wacht op autorisatie',
  soon: 'Binnenkort',
  beta: 'Bèta',
  offline: 'Desktop-app',
  search: 'Zoek op naam of webadres',
  clear: 'Zoekopdracht wissen',
  found: plural('nl', { one: '{count} resultaat', other: '{count} resultaten' }),
  none: 'Geen resultaten voor ‘{query}’. Controleer de spelling of zoek op een deel van de naam.',
  empty: 'Er is nog geen software om te koppelen. Kom later terug.',
  retry: 'Opnieuw proberen',
  network: 'Geen verbinding. Controleer je internet en probeer het opnieuw.',
  unauthenticated: 'Je sessie is verlopen. Log weer in en probeer het opnieuw.',
  forbidden: 'Je account heeft hier geen toestemming voor. Vraag het aan degene die het account beheert.',
  'rate-limited': 'Te veel pogingen. Wacht een minuut en probeer het opnieuw.',
  'unknown-platform': 'Deze software kan nu niet worden gekoppeld. Kies andere software.',
  failed: 'Er ging iets mis aan onze kant. Probeer het over een paar minuten opnieuw.',
};

register(nl);
