import type { Strings } from './catalogue.js';

export const fr: Strings = {
  choose: 'Choisissez votre logiciel.',
  next: 'Vous vous connectez sur le site suivant, puis revenez ici.',
  Accounting: 'Logiciels de comptabilité',
  Commerce: 'Logiciels de vente',
  Other: 'Autres logiciels',
  link: 'Liez votre compte {name}',
  opening: 'Ouverture de {name}…',
  soon: 'Bientôt disponible',
  empty: 'Aucun logiciel à lier pour le moment. Revenez plus tard.',
  retry: 'Réessayer',
  network: 'Pas de connexion. Vérifiez votre accès à Internet, puis réessayez.',
  unauthenticated: 'Votre session a expiré. Reconnectez-vous, puis réessayez.',
  forbidden: 'Votre compte n’y est pas autorisé. Adressez-vous à la personne qui le gère.',
  'rate-limited': 'Trop de tentatives. Patientez une minute, puis réessayez.',
  'unknown-platform': 'Ce logiciel ne peut pas être lié pour le moment. Choisissez-en un autre.',
  failed: 'Une erreur est survenue de notre côté. Réessayez dans quelques minutes.',
};
