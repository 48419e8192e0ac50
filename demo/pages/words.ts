import type { Role } from '../sessions.js';

/** What the demo's own pages speak. */
export type Language = 'en' | 'fr';

/** What is said on the pages of the demo product. */
interface Words {
  integrations: string;
  overview: string;
  mainMenu: string;
  language: string;
  skip: string;
  logIn: string;
  logInAs: string;
  merchantId: string;
  logOut: string;
  /** Where the real Codat is behind the demo. */
  noPassword: string;
  aboutLogIn: string;
  /** What the product does with the software that is linked. */
  lead: Record<Role, string>;
  notListed: string;
  writeToUs: string;
  back: string;
  linked(software: string): string;
  notYetLinked(software: string): string;
  unknown(software: string): string;
  connected: string;
  nothingConnected: Record<Role, string>;
  statuses: Record<string, string>;
  choose: string;
  manage: string;
  notAvailable: string;
}

const en: Words = {
  integrations: 'Integrations',
  overview: 'Overview',
  mainMenu: 'Main menu',
  language: 'Language',
  skip: 'Skip to the content',
  logIn: 'Log in',
  logInAs: 'Log in as',
  merchantId: 'merchant id:',
  logOut: 'Log out',
  noPassword:
    'Behind this demo is the real Codat, with your key. Logging in takes no password: this is for trying things out on this computer, and not for production.',
  aboutLogIn: 'The till and the books of small shops. Choose a merchant to see how they link their software.',
  lead: {
    Commerce: 'Yesterday’s sales, in your books each morning. Link the software that you keep them in.',
    Accounting: 'Every sale, in your books by itself. Link the software that you sell with.',
  },
  notListed: 'Your software is not here?',
  writeToUs: 'Write to us',
  back: 'Welcome back. What is linked says so below.',
  linked: (software) => `Welcome back: ${software} is linked.`,
  notYetLinked: (software) => `Welcome back. ${software} is not linked yet: choose it again to finish.`,
  unknown: (software) => `Welcome back. Codat has not told us yet whether ${software} is linked.`,
  connected: 'Linked software',
  nothingConnected: {
    Commerce:
      'Nothing yet, as far as we know. Link your accounting software, and nobody has to type these figures again.',
    Accounting: 'Nothing yet, as far as we know. Link what you sell with, and nobody has to type these figures again.',
  },
  statuses: { linked: 'Linked', pending: 'Not finished', deauthorized: 'To be linked again' },
  choose: 'Choose your software',
  manage: 'Manage integrations',
  notAvailable: 'Codat can’t be asked at the moment.',
};

const fr: Words = {
  integrations: 'Intégrations',
  overview: 'Vue d’ensemble',
  mainMenu: 'Menu principal',
  language: 'Langue',
  skip: 'Aller au contenu',
  logIn: 'Se connecter',
  logInAs: 'Se connecter en tant que',
  merchantId: 'identifiant du commerçant :',
  logOut: 'Se déconnecter',
  noPassword:
    'Derrière cette démo se trouve le vrai Codat, avec votre clé. La connexion ne demande pas de mot de passe : c’est fait pour essayer sur cet ordinateur, pas pour la production.',
  aboutLogIn:
    'La caisse et les comptes des petits commerces. Choisissez un commerçant pour voir comment il lie ses logiciels.',
  lead: {
    Commerce: 'Les ventes de la veille, chaque matin dans vos comptes. Liez le logiciel où vous les tenez.',
    Accounting: 'Chaque vente, dans vos comptes sans rien saisir. Liez le logiciel avec lequel vous vendez.',
  },
  notListed: 'Votre logiciel n’y est pas ?',
  writeToUs: 'Écrivez-nous',
  back: 'Bon retour. Ce qui est lié est indiqué ci-dessous.',
  linked: (software) => `Bon retour : ${software} est lié.`,
  notYetLinked: (software) => `Bon retour. ${software} n’est pas encore lié : choisissez-le de nouveau pour terminer.`,
  unknown: (software) => `Bon retour. Codat ne nous a pas encore dit si ${software} est lié.`,
  connected: 'Logiciels liés',
  nothingConnected: {
    Commerce:
      'Aucun pour l’instant, à notre connaissance. Liez votre logiciel de comptabilité, et plus personne ne saisit ces chiffres.',
    Accounting:
      'Aucun pour l’instant, à notre connaissance. Liez votre logiciel de vente, et plus personne ne saisit ces chiffres.',
  },
  statuses: { linked: 'Lié', pending: 'Pas terminé', deauthorized: 'À lier de nouveau' },
  choose: 'Choisir votre logiciel',
  manage: 'Gérer les intégrations',
  notAvailable: 'Codat ne peut pas être interrogé pour le moment.',
};

/** What the pages say, by language. */
export const WORDS: Record<Language, Words> = { en, fr };
