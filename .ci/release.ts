// `npm run release -- patch`, or `minor`, `major`, or a version such as 1.0.0: makes a release of what is on main.
// `npm run release -- check` is asked by `npm publish`.
import { checkRelease, makeRelease, Refusal } from './releasing.js';

const wanted = process.argv[2];
try {
  await (wanted === 'check' ? checkRelease() : makeRelease(wanted));
} catch (reason) {
  if (!(reason instanceof Refusal)) throw reason;
  console.error(`✖ ${reason.message}`);
  process.exitCode = 1;
}
