import { readdirSync, readFileSync } from 'node:fs';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { parse } from 'yaml';

/** ES modules; what they import from other packages stays an import. */
const modules = (entry: Record<string, string>): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    lib: { entry, formats: ['es'] },
    rolldownOptions: {
      external: /^(node:|(lit|@lit|@shoelace-style|@remix-run|react)(\/|$))/,
      // It may not be kept, it says. It is: the check of the package looks.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});

/** What runs on a server: no page waits for its bytes, and whoever reads a stack trace wants the names. */
function onServer(entry: Record<string, string>): EnvironmentOptions {
  const { build = {}, ...rest } = modules(entry);
  return { ...rest, build: { ...build, minify: false } };
}

/**
 * The modules that hold the element, for Cloudflare's workers. Their bundlers give them lit's build for browsers, which
 * throws as it is loaded where there is no `document`: lit's build for servers is inside instead.
 */
function workerd(entry: Record<string, string>): EnvironmentOptions {
  const { build = {} } = modules(entry);
  return {
    consumer: 'server',
    resolve: { conditions: ['node'], noExternal: true },
    build: {
      ...build,
      rolldownOptions: {
        ...build.rolldownOptions,
        external: /^(@lit\/react|@shoelace-style|react)(\/|$)/,
        output: { entryFileNames: 'workerd/[name].js', chunkFileNames: 'workerd/[name].js' },
      },
    },
  };
}

/** A file to be run, which says by what. */
function command(entry: Record<string, string>): EnvironmentOptions {
  const { build = {}, ...rest } = onServer(entry);
  const output = { entryFileNames: '[name].js', banner: '#!/usr/bin/env node' };
  return { ...rest, build: { ...build, rolldownOptions: { ...build.rolldownOptions, output } } };
}

/** What holds the element. */
const element = {
  index: 'src/index.ts',
  element: 'src/element/codat-commerce-picker.ts',
  react: 'src/react.ts',
};

/** One file for each language. Those that are not in the element register themselves. */
const languages = Object.fromEntries(
  readdirSync(new URL('src/strings/', import.meta.url))
    .filter((file) => /^[a-z]{2,3}(-\w+)*\.ts$/.test(file))
    .map((file) => {
      const name = file.slice(0, -'.ts'.length);
      return [`language_${name.replaceAll('-', '_')}`, modules({ [`strings/${name}`]: `src/strings/${file}` })];
    }),
);

/**
 * lit creates a Trusted Types policy named `lit-html` when it loads. In the script-tag file it bears the element's own
 * name, so that a page can allow just that one, and so that it does not clash with a lit of the page's own.
 */
const ownPolicyName: Plugin = {
  name: 'own-trusted-types-policy',
  applyToEnvironment: ({ name }) => name === 'script',
  renderChunk(code) {
    const renamed = code.replace(/createPolicy\((["'`])lit-html\1/, 'createPolicy("codat-commerce-picker"');
    if (renamed === code)
      this.error('lit-html names its Trusted Types policy in a new way: ownPolicyName must follow.');
    return { code: renamed, map: null };
  },
};

/** lit's licence wants its whole text beside every copy of lit. */
const licenceOfLit: Plugin = {
  name: 'licence-of-lit',
  applyToEnvironment: ({ name }) => name === 'script' || name === 'workerd',
  generateBundle() {
    const source = readFileSync(new URL('node_modules/lit/LICENSE', import.meta.url), 'utf8');
    const file = this.environment.name === 'script' ? 'codat-commerce-picker.min.js' : 'workerd/lit';
    this.emitFile({ type: 'asset', fileName: `${file}.LICENSE.txt`, source });
  },
};

/** As JSON, which every tool reads without a library. People read the YAML. */
const openapi: Plugin = {
  name: 'openapi',
  applyToEnvironment: ({ name }) => name === 'host',
  generateBundle() {
    const yaml = readFileSync(new URL('src/host/openapi.yaml', import.meta.url), 'utf8');
    const source = `${JSON.stringify(parse(yaml, { merge: true }), null, 2)}\n`;
    this.emitFile({ type: 'asset', fileName: 'openapi.json', source });
  },
};

/** A classic script is read in the page's encoding, which need not be UTF-8. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  applyToEnvironment: ({ name }) => name === 'script',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

const minifyTemplates = minifyTemplateLiterals({
  include: 'src/**',
  options: { shouldMinify: ({ tag }) => /^(html|css)$/.test(tag ?? '') },
});

export default defineConfig({
  // It says it is rollup's, and works with vite's all the same.
  plugins: [minifyTemplates as unknown as Plugin, ownPolicyName, licenceOfLit, openapi, asciiOnly],
  build: {
    target: 'es2022',
    // Not the default for ES modules, which keeps their white space.
    minify: 'terser',
    // It would take 'use client' away.
    terserOptions: { module: true, compress: { passes: 3, unsafe_arrows: true, ecma: 2020, directives: false } },
    emptyOutDir: false,
    reportCompressedSize: false,
  },
  environments: {
    modules: modules(element),
    workerd: workerd(element),
    // One file each, with nothing beside it: copied or linked by itself.
    companion: modules({ handler: 'src/companion/handler.ts' }),
    host: onServer({ host: 'src/host/index.ts' }),
    node: onServer({ node: 'src/node.ts' }),
    check: command({ check: 'src/check/main.ts' }),
    ...languages,
    script: {
      consumer: 'client',
      build: {
        lib: { entry: 'src/cdn.ts', formats: ['iife'], name: 'unused', fileName: () => 'codat-commerce-picker.min.js' },
        // The whole file is skipped on a server, and where an earlier copy has registered the element: a page may load
        // it twice, and a second Trusted Types policy of the same name throws.
        rolldownOptions: {
          output: { banner: 'globalThis.HTMLElement&&!customElements.get("codat-commerce-picker")&&' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (!/^(client|ssr)$/.test(environment.name)) await builder.build(environment);
      }
    },
  },
});
