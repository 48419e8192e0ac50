import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Data = Record<string, unknown>;

/** The document as it is published. */
export const openapi = parse(readFileSync(new URL('../../../src/host/openapi.yaml', import.meta.url), 'utf8'), {
  merge: true,
}) as Data;

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
// Its types are those of a CommonJS module, and what is imported is the function.
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
// The document's own words, which are no schema's.
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
ajv.addSchema(openapi, 'openapi');

/** What a `$ref` stands for, or the thing itself, and where in the document it is. */
function at(pointer: string): { node: Data; pointer: string } {
  const node = pointer
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((from, step) => (from as Data)[step.replaceAll('~1', '/').replaceAll('~0', '~')], openapi);
  assert.ok(typeof node === 'object' && node !== null, `openapi.yaml has nothing at ${pointer}`);
  const { $ref } = node as { $ref?: string };
  return $ref ? at($ref.slice('#'.length)) : { node: node as Data, pointer };
}

const step = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const validators = new Map<string, ValidateFunction>();

function complaint(pointer: string, value: unknown): string | undefined {
  let validate = validators.get(pointer);
  if (!validate) {
    // Each step as a part of a URI, which a fragment is.
    validate = ajv.compile({ $ref: `openapi#${pointer.split('/').map(encodeURIComponent).join('/')}` });
    validators.set(pointer, validate);
  }
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

/** Whether a value is what a schema of `components` says: what is wrong with it, or undefined. */
export const complaintOf = (schema: string, value: unknown): string | undefined =>
  complaint(`/components/schemas/${schema}`, value);

/** By operation, such as `post /sync-url`: the statuses that the document has. */
export function documented(): Map<string, string[]> {
  const paths = openapi['paths'] as Record<string, Record<string, { responses: Data }>>;
  return new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => [`${method} ${path}`, Object.keys(responses)]),
    ),
  );
}

/** The names of the headers of an answer, in lower case. */
export function headersOf(operation: string, status: number | string): string[] {
  const [method, path] = operation.split(' ') as [string, string];
  const { node } = at(`/paths${step(path)}/${method}/responses/${status}`);
  return Object.keys((node['headers'] ?? {}) as Data).map((name) => name.toLowerCase());
}

/** Those of every HTTP answer, which no document names. */
const TRANSPORT = new Set(['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'transfer-encoding']);

/** Everything in which an answer is not as the document says. */
export function deviations(
  operation: string,
  { status, headers, text }: { status: number; headers: IncomingHttpHeaders; text: string },
): string[] {
  const [method, path] = operation.split(' ') as [string, string];
  const { node, pointer } = at(`/paths${step(path)}/${method}/responses/${status}`);
  const wrong: string[] = [];
  const known = new Set(TRANSPORT);
  for (const name of Object.keys((node['headers'] ?? {}) as Data)) {
    known.add(name.toLowerCase());
    const header = at(`${pointer}/headers${step(name)}`);
    const value = headers[name.toLowerCase()];
    if (value === undefined && header.node['required']) wrong.push(`${name} is missing`);
    if (value === undefined) continue;
    const said = complaint(`${header.pointer}/schema`, value);
    if (said) wrong.push(`${name}: ${String(value)}: ${said}`);
  }
  wrong.push(...Object.keys(headers).flatMap((name) => (known.has(name) ? [] : [`${name} is not in the document`])));

  const types = Object.keys((node['content'] ?? {}) as Data);
  const type = headers['content-type'];
  if (types.length === 0) return text || type ? [...wrong, `there is a body: ${type}`] : wrong;
  if (!type || !types.includes(type)) return [...wrong, `content-type ${type} is not in the document`];
  if (method === 'head') return text ? [...wrong, 'HEAD has a body'] : wrong;
  const said = complaint(`${pointer}/content${step(type)}/schema`, JSON.parse(text));
  return said ? [...wrong, `the body: ${said}: ${text}`] : wrong;
}
