/** A server of demo/servers. */
export interface Server {
  /** Its folder. */
  name: string;
  /** As docs/servers.md calls it. */
  title: string;
  /** Which parser reads a body to its end before it refuses it, and so never answers one that doesn't end. */
  waitsForBodies?: string;
}

const PARSER = 'body-parser';

export const SERVERS: readonly Server[] = [
  { name: 'node', title: 'node:http' },
  { name: 'express-5', title: 'Express', waitsForBodies: PARSER },
  { name: 'express-4', title: 'Express 4', waitsForBodies: PARSER },
  { name: 'fastify', title: 'Fastify' },
  { name: 'koa', title: 'Koa' },
  { name: 'nest', title: 'NestJS', waitsForBodies: PARSER },
  { name: 'hono', title: 'Hono' },
  { name: 'h3', title: 'h3' },
  { name: 'nuxt', title: 'Nuxt' },
  { name: 'next', title: 'Next.js' },
  { name: 'sveltekit', title: 'SvelteKit' },
  { name: 'bun', title: 'Bun' },
  { name: 'deno', title: 'Deno' },
  { name: 'workers', title: 'Cloudflare Workers' },
];
