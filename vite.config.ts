import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/** ES modules; what they import from other packages stays an import. */
const modules = (entry: Record<string, string>): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    lib: { entry, formats: ['es'] },
    rolldownOptions: {
      external: /^(lit|@lit|react)(\/|$)/,
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});

/**
 * lit creates a Trusted Types policy named `lit-html` when it loads. In the script-tag file it bears the element's own
 * name, so that a page can allow just that one, and so that it does not clash with a lit of the page's own.
 */
const ownPolicyName: Plugin = {
  name: 'own-trusted-types-policy',
  transform: {
    filter: { id: /\/lit-html\// },
    handler(code) {
      return code.replace(/createPolicy\((["'])lit-html\1/, 'createPolicy("codat-commerce-picker"');
    },
  },
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk' && !chunk.code.includes('createPolicy("codat-commerce-picker"')) {
        this.error('lit-html names its Trusted Types policy in a new way: ownPolicyName has to follow.');
      }
    }
  },
};

export default defineConfig({
  plugins: [
    minifyTemplateLiterals({ options: { shouldMinify: ({ tag }) => /^(html|css)$/.test(tag ?? '') } }) as Plugin,
    { ...ownPolicyName, applyToEnvironment: ({ name }) => name === 'script' },
  ],
  build: {
    target: 'es2022',
    // Not the default for ES modules, which keeps their white space.
    minify: 'terser',
    terserOptions: { module: true, compress: { passes: 3, unsafe_arrows: true, ecma: 2020 } },
    emptyOutDir: false,
    reportCompressedSize: false,
  },
  environments: {
    modules: modules({
      index: 'src/index.ts',
      element: 'src/codat-commerce-picker.ts',
      react: 'src/react.ts',
    }),
    // One file each, with nothing beside it: copied or linked by itself.
    companion: modules({ handler: 'src/handler.ts' }),
    host: modules({ host: 'src/host/index.ts' }),
    script: {
      consumer: 'client',
      build: {
        lib: { entry: 'src/cdn.ts', formats: ['iife'], name: 'unused', fileName: () => 'codat-commerce-picker.min.js' },
        // The whole file is skipped where an earlier copy has registered the element: a page may load it twice, and a
        // second Trusted Types policy of the same name throws.
        rolldownOptions: { output: { banner: 'globalThis.customElements?.get("codat-commerce-picker")||' } },
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
