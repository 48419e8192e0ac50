import { begin, conduct } from './conduct.js';
import { beginning, ending, jsonOf, lineOf } from './report.js';
import { HELP, Mistake, readSettings } from './settings.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** 0 where all is well, 1 where a host is wrong, 2 where nothing could be checked. */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const settings = readSettings(args);
    if (!settings) {
      print(HELP);
      return 0;
    }
    const { json } = settings;
    const visit = await begin(settings);
    if (!json) print(beginning(settings));
    const result = await conduct(visit, (outcome) => {
      if (!json) print(lineOf(outcome));
    });
    print(json ? jsonOf(result, settings) : ending(result));
    return result.outcomes.some((outcome) => outcome.result === 'failed') ? 1 : 0;
  } catch (reason) {
    if (!(reason instanceof Mistake)) throw reason;
    process.stderr.write(`${reason.message}\n`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
