import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const de: Translation = {
  $code: 'de',
  $name: 'Deutsch',
  $dir: 'ltr',
  choose: 'Wählen Sie Ihre Software.',
  next: 'Auf der nächsten Website melden Sie sich an, danach kommen Sie hierher zurück.',
  Accounting: 'Buchhaltungssoftware',
  Commerce: 'Kassen- und Shopsoftware',
  Banking: 'Bankkonten',
  Expense: 'Spesensoftware',
  Other: 'Andere Software',
  link: 'Konto bei {name} verknüpfen',
  manage: 'Konto bei {name} verwalten',
  resume: 'Verknüpfung mit {name} abschließen',
  opening: '{name} wird geöffnet\u00a0…',
  linked: 'Verknüpft',
  pending: 'Autorisierung ausstehend',
  soon: 'Bald verfügbar',
  beta: 'Beta',
  offline: 'Desktop-App',
  search: 'Nach Name oder Webadresse suchen',
  clear: 'Suche zurücksetzen',
  found: plural('de', { one: '{count} Ergebnis', other: '{count} Ergebnisse' }),
  none: 'Keine Ergebnisse für „{query}“. Prüfen Sie die Schreibweise oder suchen Sie nach einem Teil des Namens.',
  empty: 'Es gibt noch keine Software zum Verknüpfen. Schauen Sie später noch einmal vorbei.',
  retry: 'Erneut versuchen',
  network: 'Keine Verbindung. Prüfen Sie Ihren Internetzugang und versuchen Sie es erneut.',
  unauthenticated: 'Ihre Sitzung ist abgelaufen. Melden Sie sich wieder an und versuchen Sie es erneut.',
  forbidden: 'Ihr Konto ist dazu nicht berechtigt. Wenden Sie sich an die Person, die es verwaltet.',
  'rate-limited': 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.',
  'unknown-platform': 'Diese Software lässt sich gerade nicht verknüpfen. Wählen Sie eine andere.',
  failed: 'Bei uns ist etwas schiefgelaufen. Versuchen Sie es in ein paar Minuten erneut.',
};

register(de);
