import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserLauncher, SessionResult } from '@web/test-runner';

const SIZE = { width: 800, height: 600 };

/** WebDriver's names of the keys that type no character. */
const KEYS: Readonly<Record<string, string>> = {
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ArrowUp: '\uE013',
  Backspace: '\uE003',
  Delete: '\uE017',
  End: '\uE010',
  Enter: '\uE007',
  Escape: '\uE00C',
  Home: '\uE011',
  PageDown: '\uE00F',
  PageUp: '\uE00E',
  Space: ' ',
  Tab: '\uE004',
};

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
export type ElementReference = Readonly<Record<typeof ELEMENT, string>>;

/** WebKitGTK, on a screen of its own, told what to do by way of WebDriver. All pages are opened in its one window. */
export class WebKitLauncher implements BrowserLauncher {
  readonly name = 'WebKit';
  /** What the commands of `@web/test-runner-commands` know it by. */
  readonly type = 'webdriver';
  readonly concurrency = 1;
  #processes: ChildProcess[] = [];
  #window: Promise<string> | undefined;
  #sessionId: string | undefined;

  async startSession(sessionId: string, url: string): Promise<void> {
    this.#window ??= this.#open();
    const window = await this.#window;
    this.#sessionId = sessionId;
    await post(`${window}/url`, { url });
  }

  startDebugSession(): Promise<void> {
    return Promise.reject(new Error('WebKit can’t be debugged from here: use another browser.'));
  }

  isActive(sessionId: string): boolean {
    return this.#sessionId === sessionId;
  }

  async getBrowserUrl(): Promise<string> {
    return (await request(`${await this.#window}/url`)) as string;
  }

  async stopSession(): Promise<SessionResult> {
    this.#sessionId = undefined;
    // Whatever is left running on the page ends with it.
    await post(`${await this.#window}/url`, { url: 'about:blank' });
    return {};
  }

  async stop(): Promise<void> {
    try {
      if (this.#window) await request(await this.#window, { method: 'DELETE' });
    } catch {
      // It never came up, or has crashed: each test file has said so.
    } finally {
      this.#kill();
    }
  }

  /** Presses and releases the keys, one after the other. */
  async sendKeys(_sessionId: string, keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((key) => {
      const value = KEYS[key] ?? key;
      if ([...value].length !== 1) throw new Error(`No such key: ${key}`);
      return ['keyDown', 'keyUp'].map((type) => ({ type, value }));
    });
    await post(`${await this.#window}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Moves the pointer to a point of the page's visible part. */
  async sendMouseMove(_sessionId: string, x: number, y: number): Promise<void> {
    await this.#point({ type: 'pointerMove', duration: 0, origin: 'viewport', x, y });
  }

  async sendMouseDown(_sessionId: string, button?: string): Promise<void> {
    await this.#point({ type: 'pointerDown', button: buttonOf(button) });
  }

  async sendMouseUp(_sessionId: string, button?: string): Promise<void> {
    await this.#point({ type: 'pointerUp', button: buttonOf(button) });
  }

  async sendMouseClick(sessionId: string, x: number, y: number, button?: string): Promise<void> {
    await this.sendMouseMove(sessionId, x, y);
    await this.sendMouseDown(sessionId, button);
    await this.sendMouseUp(sessionId, button);
  }

  /** Lets go of every button, and of what the pointer is over. */
  async resetMouse(sessionId: string): Promise<void> {
    // Not by releasing the actions, after which WebKit goes on as if the button were down.
    for (const button of ['left', 'middle', 'right']) await this.sendMouseUp(sessionId, button);
    await this.sendMouseMove(sessionId, 0, 0);
  }

  /** What a function's body returns when it is run on the page. */
  async evaluate<T>(script: string, ...args: unknown[]): Promise<T> {
    return (await post(`${await this.#window}/execute/sync`, { script, args })) as T;
  }

  /** What assistive technology is told about an element. */
  async accessible(element: ElementReference, property: 'label' | 'role'): Promise<string> {
    return (await request(`${await this.#window}/element/${element[ELEMENT]}/computed${property}`)) as string;
  }

  async #point(action: object): Promise<void> {
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [action] };
    await post(`${await this.#window}/actions`, { actions: [mouse] });
  }

  async #open(): Promise<string> {
    process.once('exit', () => this.#kill());
    const screen = this.#spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {}, 3);
    const display = await new Promise<string>((resolve, reject) => {
      screen.stdio[3]!.once('data', (number) => resolve(`:${String(number).trim()}`));
      screen.once('error', reject).once('exit', () => reject(new Error('Xvfb could not be started.')));
    });
    const port = await freePort();
    const driver = this.#spawn('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], {
      DISPLAY: display,
      GDK_BACKEND: 'x11',
      // Its sandbox needs a right that root in a container doesn't have; the tests open nothing but their own pages.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    });
    const address = `http://127.0.0.1:${port}`;
    await answers(`${address}/status`, driver);
    // Without `none` a page counts as open only when its scripts have run, and those are the tests.
    const capabilities = { alwaysMatch: { pageLoadStrategy: 'none' } };
    const { sessionId } = (await post(`${address}/session`, { capabilities })) as { sessionId: string };
    const window = `${address}/session/${sessionId}`;
    // The size that is set is that of the window, with the address bar above the page.
    await post(`${window}/window/rect`, SIZE);
    const inner = await post(`${window}/execute/sync`, { script: 'return [innerWidth, innerHeight]', args: [] });
    const [width, height] = inner as [number, number];
    await post(`${window}/window/rect`, { width: 2 * SIZE.width - width, height: 2 * SIZE.height - height });
    return window;
  }

  #spawn(command: string, args: string[], env: NodeJS.ProcessEnv, ...pipes: 3[]): ChildProcess {
    const stdio = ['ignore' as const, 'ignore' as const, 'ignore' as const, ...pipes.map(() => 'pipe' as const)];
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio });
    this.#processes.push(child);
    return child;
  }

  /** In this order: the browser ends with its driver, or at the latest with its screen. */
  #kill(): void {
    for (const child of this.#processes.splice(0).toReversed()) child.kill();
  }
}

/** WebDriver's number of a mouse button. */
function buttonOf(name = 'left'): number {
  return ['left', 'middle', 'right'].indexOf(name);
}

async function request(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebKitWebDriver says: ${error}. ${message}`);
}

function post(url: string, body: object): Promise<unknown> {
  return request(url, { method: 'POST', body: JSON.stringify(body) });
}

/** Waits until a server that was just started listens, or has ended. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  let ended = false;
  server.once('error', () => (ended = true)).once('exit', () => (ended = true));
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (ended) throw new Error('WebKitWebDriver could not be started.');
    if (response) return void (await response.text());
    await delay(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
