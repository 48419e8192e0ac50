import { Refusal } from './errors.js';

const LARGEST_PAGE = 5000;

/** Codat's envelope around a page of results. */
export interface Page<T> {
  results: T[];
  pageNumber: number;
  pageSize: number;
  totalResults: number;
  _links: Record<'self' | 'current', { href: string }> & Partial<Record<'next' | 'previous', { href: string }>>;
}

/**
 * The page of `rows` that the query string asks for, in Codat's envelope.
 *
 * @param path what the links start with. Codat writes them relative and without `/config`: they are there to be read
 *   for the page number, not to be called
 * @throws {Refusal} 400 where `page` or `pageSize` is not a whole number in range
 */
export function paginate<T>(rows: readonly T[], query: URLSearchParams, path: string): Page<T> {
  const page = wholeNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER);
  const pageSize = wholeNumber(query, 'pageSize', 100, LARGEST_PAGE);
  const last = Math.ceil(rows.length / pageSize);

  const link = (number: number) => {
    const parameters = new URLSearchParams({ page: String(number), pageSize: String(pageSize) });
    const search = query.get('query');
    if (search) parameters.set('query', search);
    return { href: `${path}?${parameters}` };
  };
  return {
    results: rows.slice((page - 1) * pageSize, page * pageSize),
    pageNumber: page,
    pageSize,
    totalResults: rows.length,
    _links: {
      current: link(page),
      self: { href: path },
      ...(page < last && { next: link(page + 1) }),
      ...(page > 1 && { previous: link(page - 1) }),
    },
  };
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number, largest: number): number {
  const given = query.get(name);
  if (given === null) return fallback;
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= largest) return number;
  throw Refusal.parameter(
    name,
    `'${name}' must be a whole number between 1 and ${largest}.`,
    'InclusiveBetweenValidator',
  );
}
