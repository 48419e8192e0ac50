// The text of docs/frameworks.md: each block is what stands in an app of demo/hosts, which `npm run hosts` uses.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { APPS } from '../test/hosts/apps.js';

/** What is said of an app. */
interface Section {
  /** The files that are shown, or what stands in them between `#region docs` and `#endregion`. */
  files: readonly string[];
  /** What is installed besides the package. */
  also?: readonly string[];
  /** The package whose version is named. */
  of?: string;
  /** What a developer would have to guess. */
  words: string;
}

const SECTIONS: Readonly<Record<string, Section>> = {
  plain: {
    files: ['index.html'],
    words: `Copy \`node_modules/codat-commerce-picker/dist/codat-commerce-picker.min.js\` to where your files are served from. Set
properties before the element's script, as here: when it runs, the list is asked for, and \`requestInit\` has to be there.`,
  },
  react: {
    files: ['src/Integrations.tsx'],
    also: ['@lit/react'],
    of: 'react',
    words: `The wrapper is the safe way in every version from 18 on. In React 19 the bare tag works as well, with
\`import 'codat-commerce-picker'\` in the same file: attributes by their own names (\`sync-endpoint\`), objects by those of the
properties (\`requestInit\`), events as \`oncodat-select\`. There the element has to be defined before it is rendered: on one
that is not, React writes each object as an attribute, \`[object Object]\`, and the element never sees it. So import the
package; don't load it by a script tag beside. And don't let a server render the bare tag: when React hydrates it, objects
and listeners are left out.`,
  },
  next: {
    files: ['app/integrations.tsx'],
    also: ['@lit/react'],
    of: 'next',
    words: `For the app router. Callbacks, and so this file, need \`'use client'\`; the page around it stays a server component.
The server renders the empty tag, and the tiles come when the page is hydrated.`,
  },
  vue: {
    files: ['src/Integrations.vue', 'vite.config.js'],
    of: 'vue',
    words: `Without \`isCustomElement\` Vue looks for a component of this name, and warns. \`.prop\` makes a property of a binding,
whether the element is defined yet or not; write the property's own name, \`requestInit\`: as \`request-init\` it is set under a
name that nobody reads, and nothing says so. \`<KeepAlive>\` works: what is under way is given up while the picker is away.`,
  },
  angular: {
    files: ['src/integrations.ts'],
    of: '@angular/core',
    words: `Strict templates know the type of \`$event\` by the name of the event, and nothing of the properties: that is the price
of \`CUSTOM_ELEMENTS_SCHEMA\`. With zone.js or without.`,
  },
  svelte: {
    files: ['src/Integrations.svelte'],
    of: 'svelte',
    words: `Objects become properties, also before the element is defined. Names are those of the properties where the value is an
object, and of the attributes elsewhere.`,
  },
  sveltekit: {
    files: ['src/routes/Integrations.svelte'],
    of: '@sveltejs/kit',
    words: `The same as in Svelte. Importing the package on the server does nothing, and is allowed.`,
  },
  nuxt: {
    files: ['app/components/Integrations.vue', 'nuxt.config.ts'],
    of: 'nuxt',
    words: `The same as in Vue, with \`isCustomElement\` at another place. Importing the package on the server does nothing, and is
allowed; no \`<ClientOnly>\` is needed.`,
  },
  solid: {
    files: ['src/Integrations.tsx'],
    of: 'solid-js',
    words: `\`prop:\` makes a property, and \`on:\` listens to an event under exactly this name.`,
  },
  preact: {
    files: ['src/Integrations.tsx'],
    of: 'preact',
    words: `As the bare tag in React 19: import the package, so that the element is defined before it is rendered.`,
  },
  astro: {
    files: ['src/components/Integrations.astro'],
    of: 'astro',
    words: `Attributes stand in the markup; objects and listeners are set by a script. What a script sets right after the import is
there before the list is asked for.`,
  },
  htmx: {
    files: ['integrations.html', 'integrations.js'],
    of: 'htmx.org',
    words: `A fragment brings the element, and the script in it sets what attributes can't say.`,
  },
  turbo: {
    files: ['index.html', 'integrations.js'],
    of: '@hotwired/turbo',
    words: `The script stands in the body, after the element: Turbo runs it at each visit.`,
  },
  webpack: {
    files: ['src/integrations.js'],
    of: 'webpack',
    words: `Nothing has to be set up. The same goes for every other bundler, and for pages without a framework.`,
  },
};

const APPS_FOLDER = new URL('../demo/hosts/', import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, APPS_FOLDER), 'utf8');

/** What is shown of a file, without the indentation that it has there. */
function shownOf(text: string): string {
  const region = /^.*#region docs.*\n([^]*?)^.*#endregion.*\n/m.exec(text)?.[1] ?? text;
  const indent = /^ */.exec(region)![0];
  return region.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd();
}

async function blockOf(app: string, file: string): Promise<string> {
  const language = path
    .extname(file)
    .slice(1)
    .replace('astro', 'html')
    .replace('svelte', 'html')
    .replace('vue', 'html');
  return `\`\`\`${language}\n${shownOf(await read(`${app}/${file}`))}\n\`\`\``;
}

/** The version that the app asks for, without its caret. */
async function versionOf(app: string, dependency: string): Promise<string> {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(await read(`${app}/package.json`)) as Partial<
    Record<'dependencies' | 'devDependencies', Record<string, string>>
  >;
  const version = { ...devDependencies, ...dependencies }[dependency];
  if (!version) throw new Error(`demo/hosts/${app}/package.json does not name ${dependency}.`);
  return version
    .replace(/^[\^~]/, '')
    .split('.')
    .slice(0, 2)
    .join('.');
}

async function sectionOf(app: string, title: string, section: Section): Promise<string> {
  const { also = [], files, of, words } = section;
  return [
    `## ${title}`,
    ...(of ? [`Tried with ${of} ${await versionOf(app, of)}.`] : []),
    `\`\`\`sh\nnpm install ${['codat-commerce-picker', ...also].join(' ')}\n\`\`\``,
    ...(await Promise.all(files.map((file) => blockOf(app, file)))),
    words,
    // No link: this page is in the package, and the app is not.
    `The whole app is in the repository, in \`demo/hosts/${app}\`.`,
  ].join('\n\n');
}

/** docs/frameworks.md, yet to be formatted. */
export async function frameworks(): Promise<string> {
  const sections = APPS.flatMap(({ name, title }) => {
    const section = SECTIONS[name];
    return section ? [sectionOf(name, title, section)] : [];
  });
  return `# Frameworks

The element in the tools that pages are made with. Each block is copied from an app in \`demo/hosts\` (\`npm run docs\`), which
\`npm run hosts\` installs apart, with the package as it is published, builds, and picks in with a real browser.

Everywhere:

- **Objects are properties**: \`integrations\`, \`strings\`, \`requestInit\`. No attribute can hold them. They may be new
  objects at each rendering: a list is only asked for when \`endpoint\` is another one.
- **Markup that a server made** may show the element before the page is hydrated. It asks for its list then, and anew when a
  first \`requestInit\` is set and the list is not there yet. What it tells before there are listeners, nobody hears.
- **Events are listened to at the element.** \`codat-loaded\` and \`codat-error\` don't bubble.
- **The endpoint is your server's**, on the page's own origin: see [host.md](host.md).
- **In development Lit says on the console that it is in dev mode.** A production build doesn't.

${(await Promise.all(sections)).join('\n\n')}
`;
}
