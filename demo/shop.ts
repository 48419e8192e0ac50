import type { Language } from './pages/words.js';
import type { Role } from './sessions.js';

/** A day of an invented shop: the same each day, since nothing is sold here. */
export interface Day {
  /** The figures of the day, the first one the most important. Money is in euros. */
  figures: readonly Figure[];
  /** Seven days up to this one, in euros. */
  week: { title: string; amounts: readonly number[] };
  table: {
    title: string;
    columns: readonly [string, string, string];
    rows: readonly (readonly [string, string, number])[];
  };
}

interface Figure {
  label: string;
  /** A number of euros, unless it is a mere number. */
  amount?: number;
  count?: number;
  note: string;
}

const TILL_WEEK = [1092.4, 984.1, 1047.8, 1131.2, 1368.5, 1716.9, 1284.6];
const BOOKS_WEEK = [2140, 860, 3475.5, 1290, 2615.8, 0, 1934.2];

const days: Record<Role, Record<Language, Day>> = {
  Commerce: {
    en: {
      figures: [
        { label: 'Sales', amount: 1284.6, note: '8% more than a week before' },
        { label: 'Receipts', count: 143, note: '61 paid in cash' },
        { label: 'Average receipt', amount: 8.98, note: '€0.22 more than a week before' },
      ],
      week: { title: 'Sales of seven days', amounts: TILL_WEEK },
      table: {
        title: 'Best sellers',
        columns: ['Item', 'Sold', 'Sales'],
        rows: [
          ['Sourdough loaf', '62', 334.8],
          ['Croissant', '118', 271.4],
          ['Flat white', '57', 205.2],
          ['Cinnamon roll', '44', 149.6],
        ],
      },
    },
    fr: {
      figures: [
        { label: 'Ventes', amount: 1284.6, note: '8 % de plus qu’une semaine avant' },
        { label: 'Tickets', count: 143, note: '61 payés en espèces' },
        { label: 'Ticket moyen', amount: 8.98, note: '0,22 € de plus qu’une semaine avant' },
      ],
      week: { title: 'Ventes de sept jours', amounts: TILL_WEEK },
      table: {
        title: 'Meilleures ventes',
        columns: ['Article', 'Vendus', 'Ventes'],
        rows: [
          ['Pain au levain', '62', 334.8],
          ['Croissant', '118', 271.4],
          ['Café crème', '57', 205.2],
          ['Brioche à la cannelle', '44', 149.6],
        ],
      },
    },
  },
  Accounting: {
    en: {
      figures: [
        { label: 'Paid in', amount: 1934.2, note: '4 payments' },
        { label: 'Invoices open', count: 12, note: '€6,310.00 in all' },
        { label: 'Overdue', amount: 845, note: '2 invoices' },
      ],
      week: { title: 'Paid in, seven days', amounts: BOOKS_WEEK },
      table: {
        title: 'Latest invoices',
        columns: ['Customer', 'Number', 'Amount'],
        rows: [
          ['Mill Lane School', '1042', 612.5],
          ['Quayside Hotel', '1041', 1180],
          ['The Old Bookshop', '1040', 86.4],
          ['Riverside Choir', '1039', 240],
        ],
      },
    },
    fr: {
      figures: [
        { label: 'Encaissé', amount: 1934.2, note: '4 paiements' },
        { label: 'Factures ouvertes', count: 12, note: '6 310,00 € en tout' },
        { label: 'En retard', amount: 845, note: '2 factures' },
      ],
      week: { title: 'Encaissé en sept jours', amounts: BOOKS_WEEK },
      table: {
        title: 'Dernières factures',
        columns: ['Client', 'Numéro', 'Montant'],
        rows: [
          ['École du Moulin', '1042', 612.5],
          ['Hôtel du Quai', '1041', 1180],
          ['La Vieille Librairie', '1040', 86.4],
          ['Chœur de la Rive', '1039', 240],
        ],
      },
    },
  },
};

/** Yesterday in the shop. */
export const yesterdayOf = (role: Role, lang: Language): Day => days[role][lang];
