// What the OpenAPI document says, one line for each thing that is sent or answered.
import { REQUIRED } from './compare.js';

interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  items?: Schema;
  /** False is what may not be there. */
  properties?: Readonly<Record<string, Schema | false>>;
  required?: readonly string[];
  allOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
}

type Content = Readonly<Record<string, { schema?: Schema }>>;

interface Part {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  content?: Content;
  headers?: Readonly<Record<string, Part>>;
  schema?: Schema;
}

interface Operation {
  parameters?: readonly Part[];
  requestBody?: Part;
  responses: Readonly<Record<string, Part>>;
}

interface Document {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A host's back end answers these, and a page may come to rely on each. What is sent and required, it has to send. */
export function answered(document: Document): string[] {
  const lines: string[] = [];
  const seen = new Set<string>();

  function resolved<Kind extends { $ref?: string }>(part: Kind): Kind {
    if (!part.$ref) return part;
    const keys = part.$ref.replace('#/', '').split('/');
    return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as Kind;
  }

  /** A schema with a name is told of once, under its name. */
  function shape(name: string, schema: Schema, mark: string): void {
    if (schema.$ref) {
      const own = schema.$ref.split('/').at(-1)!;
      lines.push(`${name}: ${own}`);
      if (seen.has(own)) return;
      seen.add(own);
      shape(own, resolved(schema), mark);
      return;
    }
    const { const: only, enum: values, items, properties = {}, required = [], type } = schema;
    if (values) lines.push(...values.map((value) => `${name}: ${JSON.stringify(value)}`));
    else if (only !== undefined) lines.push(`${name}: ${JSON.stringify(only)}`);
    else if (type) lines.push(...[type].flat().map((kind) => `${name}: ${kind}`));
    if (items) shape(`${name}[]`, items, mark);
    for (const part of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
      shape(name, part, mark);
    for (const [key, property] of Object.entries(properties)) {
      if (property) shape(`${name}.${key}`, property, mark);
      else lines.push(`${name}.${key} is refused`);
    }
    lines.push(...required.map((key) => `${name}.${key}${mark}`));
  }

  function content(name: string, types: Content = {}, mark: string): void {
    for (const [type, { schema }] of Object.entries(types)) {
      lines.push(`${name}, ${type}`);
      if (schema) shape(name, schema, mark);
    }
  }

  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(operations)) {
      const request = `${method.toUpperCase()} ${path}`;
      lines.push(request);
      for (const parameter of parameters.map(resolved)) {
        lines.push(`${request} takes ${parameter.in} ${parameter.name}${parameter.required ? REQUIRED : ''}`);
      }
      if (requestBody) content(`${request} takes`, resolved(requestBody).content, REQUIRED);
      for (const [status, response] of Object.entries(responses)) {
        const { headers = {}, content: types } = resolved(response);
        const answer = `${request} answers ${status}`;
        lines.push(answer, ...Object.keys(headers).map((header) => `${request} answers with ${header}`));
        content(answer, types, ' (always)');
      }
    }
  }
  return lines;
}
