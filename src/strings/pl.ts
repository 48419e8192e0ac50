import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const pl: Translation = {
  $code: 'pl',
  $name: 'Polski',
  $dir: 'ltr',
  choose: 'Wybierz swój program.',
  next: 'Zalogujesz się na następnej stronie, a\u00a0potem wrócisz tutaj.',
  Accounting: 'Programy księgowe',
  Commerce: 'Systemy sprzedaży',
  Banking: 'Konta bankowe',
  Expense: 'Rozliczanie wydatków',
  Other: 'Inne programy',
  link: 'Połącz swoje konto {name}',
  manage: 'Zarządzaj swoim kontem {name}',
  resume: 'Dokończ łączenie konta {name}',
  opening: 'Otwieranie strony {name}…',
  linked: 'Połączono',
  pending: 'Czeka na autoryzację',
  soon: 'Wkrótce',
  beta: 'Beta',
  offline: 'Aplikacja na komputer',
  search: 'Szukaj według nazwy lub adresu strony',
  clear: 'Wyczyść wyszukiwanie',
  found: plural('pl', {
    one: '{count} wynik',
    few: '{count} wyniki',
    many: '{count} wyników',
    other: '{count} wyniku',
  }),
  none: 'Brak wyników dla „{query}”. Sprawdź pisownię lub wyszukaj część nazwy.',
  empty: 'Nie ma jeszcze programów do połączenia. Wróć później.',
  retry: 'Spróbuj ponownie',
  network: 'Brak połączenia. Sprawdź dostęp do internetu i\u00a0spróbuj ponownie.',
  unauthenticated: 'Sesja wygasła. Zaloguj się ponownie i\u00a0spróbuj jeszcze raz.',
  forbidden: 'Twoje konto nie ma odpowiednich uprawnień. Skontaktuj się z\u00a0osobą, która nim zarządza.',
  'rate-limited': 'Zbyt wiele prób. Odczekaj minutę i\u00a0spróbuj ponownie.',
  'unknown-platform': 'Tego programu nie można teraz połączyć. Wybierz inny.',
  failed: 'Wystąpił błąd po naszej stronie. Spróbuj ponownie za kilka minut.',
};

register(pl);
