/** One of the apps in demo/hosts. */
export interface App {
  /** Its folder. */
  name: string;
  /** What it is made with, as docs/frameworks.md calls it. */
  title: string;
  /** Another app whose files it shares, but for those that are in its own folder, too. */
  from?: string;
  /** Its pages; each goes through every check. Default: `/`. */
  pages?: readonly string[];
  /** Why it can't hand over objects before the element is defined. Default: it can, which is checked. */
  definedFirst?: string;
  /** Where its files are after the build; without it the app's own `start` script serves it. */
  files?: string;
}

const AS_ATTRIBUTES = 'On an element that is not defined, objects are written as attributes';

export const APPS: readonly App[] = [
  { name: 'plain', title: 'Plain HTML', files: '.' },
  { name: 'react', title: 'React', pages: ['/', '/?tag'], definedFirst: AS_ATTRIBUTES, files: 'dist' },
  { name: 'next', title: 'Next.js', definedFirst: AS_ATTRIBUTES },
  { name: 'vue', title: 'Vue', files: 'dist' },
  { name: 'angular', title: 'Angular', files: 'dist/app/browser' },
  { name: 'svelte', title: 'Svelte', files: 'dist' },
  { name: 'sveltekit', title: 'SvelteKit' },
  { name: 'nuxt', title: 'Nuxt' },
  { name: 'solid', title: 'Solid', files: 'dist' },
  { name: 'preact', title: 'Preact', definedFirst: AS_ATTRIBUTES, files: 'dist' },
  { name: 'astro', title: 'Astro', files: 'dist' },
  { name: 'htmx', title: 'htmx', files: '.' },
  { name: 'turbo', title: 'Turbo', files: '.' },
  { name: 'webpack', title: 'webpack', files: 'dist' },
  { name: 'react-18', title: 'React 18', from: 'react', definedFirst: AS_ATTRIBUTES, files: 'dist' },
  { name: 'angular-15', title: 'Angular 15', from: 'angular', files: 'dist' },
];
