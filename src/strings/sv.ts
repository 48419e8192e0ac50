import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const sv: Translation = {
  $code: 'sv',
  $name: 'Svenska',
  $dir: 'ltr',
  choose: 'Välj ditt program.',
  next: 'Du loggar in på nästa webbplats och kommer sedan tillbaka hit.',
  Accounting: 'Bokföringsprogram',
  Commerce: 'Kassasystem och e-handel',
  Banking: 'Bankkonton',
  Expense: 'Utläggshantering',
  Other: 'Andra program',
  link: 'Anslut ditt {name}-konto',
  manage: 'Hantera ditt {name}-konto',
  resume: 'Slutför anslutningen till {name}',
  opening: 'Öppnar {name}\u00a0…',
  linked: 'Anslutet',
  pending: 'Väntar på godkännande',
  soon: 'Kommer snart',
  beta: 'Beta',
  offline: 'Skrivbordsapp',
  search: 'Sök på namn eller webbadress',
  clear: 'Rensa sökningen',
  found: plural('sv', { one: '{count} träff', other: '{count} träffar' }),
  none: 'Inga träffar på ”{query}”. Kontrollera stavningen eller sök på en del av namnet.',
  empty: 'Det finns inga program att ansluta än. Kom tillbaka senare.',
  retry: 'Försök igen',
  network: 'Ingen internetanslutning. Kontrollera nätverket och försök igen.',
  unauthenticated: 'Sessionen har gått ut. Logga in på nytt och försök igen.',
  forbidden: 'Ditt konto har inte behörighet till detta. Kontakta den som administrerar kontot.',
  'rate-limited': 'För många försök. Vänta en minut och försök igen.',
  'unknown-platform': 'Programmet kan inte anslutas just nu. Välj ett annat.',
  failed: 'Något gick fel hos oss. Försök igen om några minuter.',
};

register(sv);
