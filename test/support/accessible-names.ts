import type { chromeLauncher, TestRunnerPlugin } from '@web/test-runner';
import type { ElementReference, WebKitLauncher } from './webkit.js';

interface Question {
  /** The element in whose shadow root the buttons are: a selector. */
  readonly host: string;
  readonly expected: readonly string[];
}

type Page = ReturnType<ReturnType<typeof chromeLauncher>['getPage']>;

/**
 * `executeServerCommand('button-names', { host, expected })`: the names of the buttons as the browser hands them to
 * assistive technology, in order.
 */
export function buttonNamesPlugin(): TestRunnerPlugin<Question> {
  return {
    name: 'button-names-command',
    async executeCommand({ command, payload, session }) {
      if (command !== 'button-names' || !payload) return undefined;
      const { browser, id } = session;
      if (browser.name === 'WebKit') return namesInWebKit(browser as WebKitLauncher, payload);
      const page = (browser as ReturnType<typeof chromeLauncher>).getPage(id);
      return browser.name === 'Firefox' ? namesInFirefox(page, payload) : namesInChromium(page, payload);
    },
  };
}

async function namesInChromium(page: Page, { host }: Question): Promise<string[]> {
  type Tree = NonNullable<Awaited<ReturnType<Page['accessibility']['snapshot']>>>;
  const flat = (node: Tree): Tree[] => [node, ...(node.children ?? []).flatMap(flat)];
  // The element itself says nothing, and is left out where only what speaks is wanted.
  const tree = await page.accessibility.snapshot({ root: (await page.$(host))!, interestingOnly: false });
  const nodes = tree ? flat(tree) : [];
  return nodes.filter(({ role }) => role === 'button').map(({ name }) => name ?? '');
}

/** Firefox finds elements by a name and a role, and tells neither: a name nobody expected remains unknown. */
async function namesInFirefox(page: Page, { host, expected }: Question): Promise<string[]> {
  const root = await page.evaluateHandle((selector) => document.querySelector(selector)!.shadowRoot!, host);
  const indexes = async (name: string): Promise<number[]> => {
    const buttons = await root.$$(`aria/${name}[role="button"]`);
    return page.evaluate(
      (within, ...found) => {
        const elements = [...within.querySelectorAll<Element>('*')];
        return found.map((element) => elements.indexOf(element));
      },
      root,
      ...buttons,
    );
  };
  const found = new Map((await indexes('')).map((index) => [index, 'not a name that was expected']));
  for (const name of new Set(expected)) for (const index of await indexes(name)) found.set(index, name);
  return [...found].sort(([a], [b]) => a - b).map(([, name]) => name);
}

async function namesInWebKit(webkit: WebKitLauncher, { host }: Question): Promise<string[]> {
  const elements = await webkit.evaluate<ElementReference[]>(
    'return [...document.querySelector(arguments[0]).shadowRoot.querySelectorAll("button:not([hidden], [hidden] *)")]',
    host,
  );
  const names: string[] = [];
  for (const element of elements) {
    if ((await webkit.accessible(element, 'role')) === 'button') names.push(await webkit.accessible(element, 'label'));
  }
  return names;
}
