import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const it: Translation = {
  $code: 'it',
  $name: 'Italiano',
  $dir: 'ltr',
  choose: 'Scegli il tuo software.',
  next: 'Accederai al tuo account sul sito successivo, poi tornerai qui.',
  Accounting: 'Software di contabilità',
  Commerce: 'Software per la vendita',
  Banking: 'Conti bancari',
  Expense: 'Software per note spese',
  Other: 'Altri software',
  link: 'Collega il tuo account {name}',
  manage: 'Gestisci il tuo account {name}',
  resume: 'Finisci di collegare il tuo account {name}',
  opening: 'Apertura di {name}…',
  linked: 'Collegato',
  pending: 'In attesa di autorizzazione',
  soon: 'In arrivo',
  beta: 'Beta',
  offline: 'App desktop',
  search: 'Cerca per nome o indirizzo web',
  clear: 'Cancella ricerca',
  found: plural('it', { one: '{count} risultato', other: '{count} risultati' }),
  none: 'Nessun risultato per «{query}». Controlla l’ortografia o cerca una parte del nome.',
  empty: 'Non ci sono ancora software da collegare. Torna più tardi.',
  retry: 'Riprova',
  network: 'Nessuna connessione. Controlla l’accesso a internet e riprova.',
  unauthenticated: 'La sessione è scaduta. Accedi di nuovo e riprova.',
  forbidden: 'Il tuo account non è autorizzato a farlo. Rivolgiti a chi lo gestisce.',
  'rate-limited': 'Troppi tentativi. Attendi un minuto e riprova.',
  'unknown-platform': 'Al momento questo software non può essere collegato. Scegline un altro.',
  failed: 'C’è stato un problema da parte nostra. Riprova tra qualche minuto.',
};

register(it);
