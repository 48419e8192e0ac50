import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Prototype's port for Node, which changes the same built-ins in the same way, made one script for a page. */
const prototype = (): string => {
  const folder = path.dirname(createRequire(import.meta.url).resolve('prototype'));
  const names =
    'Prototype Object Class Function Date RegExp String Template Enumerable Array Hash Number Range Try PeriodicalExecuter index';
  const modules = names
    .split(' ')
    .map(
      (name) => `"./${name}": function (module, exports, require) {${readFileSync(`${folder}/${name}.js`, 'utf8')}\n}`,
    );
  return `(function () {
    var modules = {${modules.join()}}, made = {};
    var require = function (file) {
      var name = file.replace(/\\.js$/, '');
      if (!made[name]) modules[name](made[name] = { exports: {} }, made[name].exports, require);
      return made[name].exports;
    };
    var all = require('./index');
    Object.extend(window, all);
  })();`;
};

/** What pages load besides the picker, by the path that they load it from. */
export const LIBRARIES: Readonly<Record<string, () => string>> = {
  '/lib/bootstrap.css': () => read('node_modules/bootstrap/dist/css/bootstrap.css'),
  '/lib/bootstrap.js': () => read('node_modules/bootstrap/dist/js/bootstrap.bundle.js'),
  '/lib/core.js': () => read('node_modules/core-js-bundle/index.js'),
  '/lib/darkreader.js': () => read('node_modules/darkreader/darkreader.js'),
  '/lib/htmx.js': () => read('node_modules/htmx.org/dist/htmx.js'),
  '/lib/idiomorph.js': () => read('node_modules/idiomorph/dist/idiomorph.js'),
  '/lib/morphdom.js': () => read('node_modules/morphdom/dist/morphdom-umd.js'),
  '/lib/preflight.css': () => read('node_modules/tailwindcss/preflight.css'),
  '/lib/prototype.js': prototype,
  '/lib/turbo.js': () => read('node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js'),
  '/lib/zone.js': () => read('node_modules/zone-old/bundles/zone.umd.js'),
};

/** The script-tag file as another version would be: it has other contents, and doesn't know of the first one. */
export const otherVersion = (): string =>
  read('dist/codat-commerce-picker.min.js').replace(/^.*?customElements\.get\("codat-commerce-picker"\)&&/s, '!');
