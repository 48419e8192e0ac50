/** How an example is run. */
export interface Backend {
  /** Its folder in `demo/backends`. */
  name: string;
  /** Commands and files that it takes. */
  needs: readonly string[];
  /** The packages of Debian that bring them. */
  debian: string;
  /** Commands before, if any; `out` is a folder for what they make. */
  build?(out: string): string[][];
  /** What serves it, on `PORT` of the environment. */
  start(out: string, port: number): string[];
}

const GSON = '/usr/share/java/gson.jar';
const NEWTONSOFT = '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll';

export const BACKENDS: readonly Backend[] = [
  { name: 'python', needs: ['python3'], debian: 'python3', start: () => ['python3', 'host.py'] },
  {
    name: 'php',
    needs: ['php'],
    debian: 'php-cli',
    start: (_out, port) => ['php', '-S', `127.0.0.1:${port}`, 'host.php'],
  },
  { name: 'ruby', needs: ['ruby'], debian: 'ruby ruby-webrick', start: () => ['ruby', 'host.rb'] },
  {
    name: 'java',
    needs: ['java', GSON],
    debian: 'openjdk-17-jdk-headless libgoogle-gson-java',
    start: () => ['java', '-cp', GSON, 'Host.java'],
  },
  {
    name: 'go',
    needs: ['go'],
    debian: 'golang-go',
    build: (out) => [['go', 'build', '-o', `${out}/host`, 'host.go']],
    start: (out) => [`${out}/host`],
  },
  {
    name: 'csharp',
    needs: ['mcs', 'mono', NEWTONSOFT],
    debian: 'mono-mcs mono-runtime libnewtonsoft-json5.0-cil',
    build: (out) => [
      ['mcs', `-out:${out}/host.exe`, `-r:${NEWTONSOFT}`, '-r:System.Net.Http.dll', 'Host.cs'],
      ['cp', NEWTONSOFT, out],
    ],
    start: (out) => ['mono', `${out}/host.exe`],
  },
];
