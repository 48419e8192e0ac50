/// <reference types="vite/client" />

/** What a host of each kind offers, and what else Codat knows: asked of the embedded Codat when the site is built. */
declare module 'virtual:samples' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- a relative import can't stand in an ambient module
  export const samples: import('./states.js').Samples;
}

/** The element's manifest, made from its source when the site is built. */
declare module 'virtual:manifest' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- a relative import can't stand in an ambient module
  export const declaration: import('./manifest.js').Declaration;
}

declare module '@custom-elements-manifest/analyzer/cli.js' {
  export function cli(options: { argv: string[]; cwd: string; noWrite: boolean }): Promise<unknown>;
}
