import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const es: Translation = {
  $code: 'es',
  $name: 'Español',
  $dir: 'ltr',
  choose: 'Elige tu software.',
  next: 'Iniciarás sesión en el siguiente sitio y luego volverás aquí.',
  Accounting: 'Software de contabilidad',
  Commerce: 'Software de ventas',
  Banking: 'Cuentas bancarias',
  Expense: 'Software de gastos',
  Other: 'Otro software',
  link: 'Vincula tu cuenta de {name}',
  manage: 'Gestiona tu cuenta de {name}',
  resume: 'Termina de vincular tu cuenta de {name}',
  opening: 'Abriendo {name}…',
  linked: 'Vinculado',
  pending: 'Autorización pendiente',
  soon: 'Próximamente',
  beta: 'Beta',
  offline: 'App de escritorio',
  search: 'Buscar por nombre o dirección web',
  clear: 'Borrar la búsqueda',
  found: plural('es', { one: '{count} resultado', other: '{count} resultados' }),
  none: 'No hay resultados para «{query}». Revisa la ortografía o busca una parte del nombre.',
  empty: 'Todavía no hay software para vincular. Vuelve más tarde.',
  retry: 'Reintentar',
  network: 'No hay conexión. Revisa tu acceso a internet y vuelve a intentarlo.',
  unauthenticated: 'Tu sesión ha expirado. Inicia sesión de nuevo y vuelve a intentarlo.',
  forbidden: 'Tu cuenta no tiene permiso para hacer esto. Habla con la persona que la gestiona.',
  'rate-limited': 'Demasiados intentos. Espera un minuto y vuelve a intentarlo.',
  'unknown-platform': 'Este software no se puede vincular en este momento. Elige otro.',
  failed: 'Algo ha fallado por nuestra parte. Vuelve a intentarlo en unos minutos.',
};

register(es);
