// Makes the script-tag file smaller: takes out of lit what this element doesn't use, and shortens names that nothing
// outside the file refers to. All of it applies to that one file, in which lit is the element's own.
//
// It starts from lit's development modules: readable, with names that stay the same from version to version, and what
// lit's own release build starts from. Every cut says what has to be found. Where a new version of lit is written in
// another way, or src/ begins to use what was cut, the build stops and says so; then the list below has to follow, or
// the line can simply go: a cut that is left out costs bytes and nothing else.
import { minify, type MinifyOptions } from 'terser';
import type { Plugin } from 'vite';

interface Cuts {
  /** A piece of code, what it comes down to in this element, and how often it is found if not once. */
  replaced: readonly (readonly [code: string, by: string, times?: number])[];
  /** Initial values of the module's constants. */
  constants?: Readonly<Record<string, string>>;
  /** Members that nothing calls, of any class in the module. */
  unused?: readonly string[];
}

/** By the path of the module. Dead code that is left behind goes when the file is minified. */
const CUTS: Record<string, Cuts> = {
  'lit-html/development/lit-html.js': {
    constants: {
      // As in lit's release build.
      DEV_MODE: 'false',
      ENABLE_EXTRA_SECURITY_HOOKS: 'false',
      ENABLE_SHADYDOM_NOPATCH: 'false',
      polyfillSupport: 'undefined',
      // A list is an array.
      isIterable: 'isArray',
      // Neither comments nor bindings in tag names.
      textEndRegex: String.raw`/<\/?[a-zA-Z][^>\s]*/g`,
      // The same with \s for HTML's five blanks.
      tagEndRegex: String.raw`/>|\s(?:([^\s"'>=/]+)(\s*=\s*(?:[^\s"'${'`'}<>=]|("|')|))|$)/g`,
    },
    replaced: [
      ["(global.litHtmlVersions ??= []).push('3.3.3');", ''],
      // No polyfill of shadow DOM.
      ['wrap(', '(', 12],
      // No svg`` and mathml``, and no templates compiled beforehand.
      ['type === SVG_RESULT', 'false', 3],
      ['type === MATHML_RESULT', 'false', 3],
      ["typeof type === 'number'", 'true'],
      // No bindings in <script>, <style>, <textarea> and <title>.
      ['rawTextElement.test(match[TAG_NAME])', 'false'],
      ['rawTextElement.test(node.tagName)', 'false'],
      ['rawTextEndRegex ?? textEndRegex', 'textEndRegex'],
      // No comments: one in the finished template is a binding.
      ["match[COMMENT_START] === '!--'", 'false'],
      ['match[COMMENT_START] !== undefined', 'false'],
      ['match[TAG_NAME] !== undefined', 'true'],
      ['regex === commentEndRegex', 'false'],
      ['regex === comment2EndRegex', 'false'],
      ['data === markerMatch', 'true'],
      // No .property, and no bindings to an element as a whole.
      ["m[1] === '.'", 'false'],
      ['name.startsWith(marker)', 'false'],
      ['match[ATTRIBUTE_NAME] === undefined', 'false'],
      ['(attrNameEndIndex === -2 ? i : end)', 'end'],
      ['templatePart.type === ELEMENT_PART', 'false'],
      ['templatePart.type === ATTRIBUTE_PART', 'true'],
      ['part !== undefined', 'true'],
      // Only double quotes, and a blank between a binding and "/>".
      ["match[QUOTE_CHAR] === '\"'", 'true'],
      ['regex === singleQuoteAttrEndRegex', 'false', 2],
      ["regex === tagEndRegex && strings[i + 1].startsWith('/>') ? ' ' : ''", "''"],
    ],
  },
  'lit-element/development/lit-element.js': {
    constants: { DEV_MODE: 'false', polyfillSupport: 'undefined' },
    replaced: [
      ["(global.litElementVersions ??= []).push('4.2.2');", ''],
      ['global.litElementHydrateSupport?.({ LitElement });', ''],
    ],
  },
  '@lit/reactive-element/development/reactive-element.js': {
    constants: {
      DEV_MODE: 'false',
      polyfillSupport: 'undefined',
      // For boolean attributes that hold a script.
      emptyStringForBooleanAttribute: "''",
      defaultPropertyDeclaration: '{}',
    },
    replaced: [
      ["(global.reactiveElementVersions ??= []).push('2.1.2');", ''],
      // No decorators, and no initializers, which serve them.
      ["Symbol.metadata ??= Symbol('metadata');", ''],
      ['global.litPropertyMetadata ??= new WeakMap();', ''],
      ['const metadata = this[Symbol.metadata];', ''],
      ['metadata !== null', 'false'],
      ['superCtor._initializers !== undefined', 'false'],
      ['this.constructor._initializers?.forEach((i) => i(this));', ''],
      // Every accessor of a property is lit's own.
      ['this.prototype.hasOwnProperty(name)', 'false'],
      ['elementProperties.size > 0', 'false'],
      ['const { get, set } = getOwnPropertyDescriptor(this.prototype, name) ?? {\n', 'const unused = {\n'],
      ['            get,\n', 'get() { return this[key]; },\n'],
      ['get?.call(this)', 'this[key]'],
      ['set?.call(this, value)', 'this[key] = value'],
      ['descriptor !== undefined', 'true'],
      // No types but Boolean and Number, no useDefault and no hasChanged.
      ['value = value == null ? value : JSON.stringify(value);', ''],
      ['fromValue = JSON.parse(value);', ''],
      ['fromValue = null;', ''],
      ['this.__defaultValues?.get(propName) ??', ''],
      ['(options.useDefault &&', '(false &&'],
      ['if (useDefault && ', 'if (false && '],
      ['!this.hasUpdated && !useDefault', '!this.hasUpdated'],
      ['options.hasChanged ?? notEqual', 'notEqual'],
      ['options.converter?.fromAttribute !== undefined', 'false'],
      ['options.state', 'false'],
      ['!options.noAccessor', 'true'],
      // Their names are strings.
      ["typeof name === 'string'", 'true'],
      ['...getOwnPropertySymbols(props),', ''],
      // No part of an update is left out or put off.
      ['shouldUpdate = this.shouldUpdate(changedProperties);', ''],
      ['if (shouldUpdate) {', 'if (true) {', 2],
      ['this.firstUpdated(changedProperties);', ''],
      ['return this.getUpdateComplete();', 'return this.__updatePromise;'],
    ],
    unused: [
      'addInitializer',
      'removeController',
      'firstUpdated',
      'shouldUpdate',
      'enableUpdating',
      'getUpdateComplete',
    ],
  },
  '@lit/task/development/task.js': {
    replaced: [
      // Tasks run by themselves, before the update.
      ['this.autoRun = taskConfig.autoRun ?? true;', ''],
      ['this.autoRun === true', 'true'],
      ["this.autoRun === 'afterUpdate'", 'false', 2],
      // They are given as an object, with args, and without argsEqual and initialValue.
      ["typeof task === 'object'", 'true'],
      ["'initialValue' in taskConfig", 'false'],
      ['this._argsFn === undefined', 'false'],
      ['!Array.isArray(args)', 'false'],
      ['this._argsEqual = taskConfig.argsEqual ?? shallowArrayEquals;', ''],
      ['this._argsEqual(prev, args)', 'shallowArrayEquals(prev, args)'],
      // Nobody asks for taskComplete.
      ['this._taskComplete = undefined;', ''],
      ['this._resolveTaskComplete = undefined;', ''],
      ['this._rejectTaskComplete = undefined;', ''],
      ['this._resolveTaskComplete?.(result);', ''],
      ['this._rejectTaskComplete?.(error);', ''],
    ],
    unused: ['taskComplete', 'hostUpdated', 'value', 'render'],
  },
};

/** In place of lit's css``: every browser that runs the element has adopted style sheets, and nothing is interpolated. */
const CSS_TAG = `
  export const css = ([text]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  };
  export const adoptStyles = (root, sheets) => {
    root.adoptedStyleSheets = sheets;
  };
  export const getCompatibleStyle = (sheet) => sheet;
`;

/** What the cuts leave no room for, as it would look in src/. */
const GONE = {
  'bindings to properties and elements': /\s\.[\w-]+="?\$\{|<[a-z][\w-]*(?:\s+[\w-]+(?:="[^"]*")?)*\s+\$\{/,
  'comments, and <script>, <style>, <textarea> or <title>, in templates': /<(?:!--|(?:script|style|textarea|title)\b)/,
  'svg`` and mathml``': /\b(?:svg|mathml)`/,
  'css`` with an expression in it': /\bcss`[^`]*\$\{/,
  decorators: /['"]lit\/decorators|@lit\/reactive-element/,
  'single quotes around a binding, and one right before "/>"': /='[^'<>]*\$\{|=\$\{[^{}]*\}\/>/,
  'options of a property beyond attribute, converter, reflect, and type: Boolean or Number':
    /\b(?:useDefault|hasChanged|noAccessor): |\bstate: true|\btype: (?:Array|Object)\b/,
  'accessors of properties': /^ +(?:override )?set \w+\(/m,
  'these parts of the life cycle':
    /\b(?:firstUpdated|shouldUpdate|scheduleUpdate|getUpdateComplete|addInitializer|removeController)\(/,
  'these options of a task': /\b(?:autoRun|argsEqual|initialValue):|\btaskComplete\b|new Task\((?!this, \{)/,
};

/**
 * Names of properties that lit's and the element's own code alone refer to: those that begin with an underscore, and
 * these, which lit keeps for subclasses. terser leaves alone whatever is also a name in the DOM.
 */
const PRIVATE = new RegExp(
  `^(?:_.+|${[
    'addController|converter|createProperty|createRenderRoot|ctor|elementStyles|enableUpdating|finalizeStyles',
    'fromAttribute|getPropertyDescriptor|getPropertyOptions|hostUpdate|hostUpdated|isUpdatePending|onComplete|onError',
    'performUpdate|scheduleUpdate|shadowRootOptions|toAttribute|willUpdate',
  ].join('|')})$`,
);

const MINIFY: MinifyOptions = {
  module: true,
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
  mangle: { properties: { regex: PRIVATE } },
  format: {
    comments: false,
    preamble: '/*! codat-commerce-picker, MIT. Contains lit, (c) Google LLC, BSD-3-Clause */',
  },
};

/**
 * Custom properties in the style sheet that are not part of the API become `--_a`, `--_b`, …, without the blanks that
 * are kept in their values. Code that is not CSS has no `--name:`.
 */
const shortenCustomProperties = (code: string): string => {
  const names = new Map<string, string>();
  return code
    .replace(/--[a-z][\w-]*:[^;{}]*/g, (declaration) => declaration.replaceAll(', ', ','))
    .replace(/(?<![\w-])--(?!codat-)[a-z][\w-]*(?=[:),])/g, (name) => {
      if (!names.has(name)) names.set(name, `--_${(10 + names.size).toString(36)}`);
      return names.get(name)!;
    });
};

/** Edits of one text by position, none inside another. */
const edited = (text: string, edits: { start: number; end: number; by: string }[]): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, by }) => result.slice(0, start) + by + result.slice(end), text);

export const compactLit: Plugin = {
  name: 'compact-lit',
  applyToEnvironment: ({ name }) => name === 'script',
  configEnvironment: (name) =>
    name === 'script'
      ? { resolve: { conditions: ['development', 'browser', 'module'] }, build: { minify: false } }
      : undefined,
  transform: {
    order: 'pre',
    handler(code, id) {
      if (/\/src\/[^?]*\.ts$/.test(id)) {
        for (const [what, pattern] of Object.entries(GONE)) {
          const found = pattern.exec(code);
          if (found) this.error(`${what}: cut out of the script-tag file by .ci/compact-lit.ts`, found.index);
        }
        return undefined;
      }
      if (id.endsWith('/development/css-tag.js')) return CSS_TAG;
      const [module, cuts] = Object.entries(CUTS).find(([path]) => id.endsWith(`/${path}`)) ?? [];
      if (!cuts) return undefined;
      const hasToFollow = (what: string): never =>
        this.error(`${module} has changed, .ci/compact-lit.ts has to follow: ${what}`);

      const { constants = {}, replaced, unused = [] } = cuts;
      let text = code;
      for (const [piece, by, times = 1] of replaced) {
        const pieces = text.split(piece);
        if (pieces.length !== times + 1) hasToFollow(`${piece} (${pieces.length - 1} times instead of ${times})`);
        text = pieces.join(by);
      }
      const edits: { name: string; start: number; end: number; by: string }[] = [];
      for (const statement of this.parse(text).body) {
        const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
        if (node?.type === 'VariableDeclaration') {
          for (const { id: variable, init } of node.declarations) {
            const name = variable.type === 'Identifier' ? variable.name : '';
            const by = constants[name];
            if (init && by !== undefined) edits.push({ name, start: init.start, end: init.end, by });
          }
        } else if (node?.type === 'ClassDeclaration') {
          for (const { type, start, end, ...member } of node.body.body) {
            const name = type === 'MethodDefinition' && 'key' in member && 'name' in member.key ? member.key.name : '';
            if (unused.includes(String(name))) edits.push({ name: String(name), start, end, by: '' });
          }
        }
      }
      for (const name of [...Object.keys(constants), ...unused]) {
        if (!edits.some((edit) => edit.name === name)) hasToFollow(name);
      }
      return { code: edited(text, edits), map: null };
    },
  },
  // Not in renderChunk: what follows it would print the code anew.
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const { code } = await minify(shortenCustomProperties(chunk.code), MINIFY);
      chunk.code = code!;
    }
  },
};
