// Whether the element keeps to what its oldest browsers have: `npm run compat`. Which they are stands in package.json
// (`browserslist`), what they have in MDN's compatibility data.
import { floor } from './floor.mjs';
import { inPackages, inSources } from './scripts.mjs';

const oldest = Object.entries(floor).map(([name, version]) => `${name} ${version}`);
const parts = [
  { name: 'sources', found: await inSources() },
  { name: 'packages inside', found: await inPackages() },
];
for (const { name, found } of parts) {
  console.log(`${found.length > 0 ? '✖' : '✔'} ${name}: ${found.length} uses of what ${oldest.join(', ')} may lack`);
  for (const line of found) console.log(`  ${line}`);
}
if (parts.some(({ found }) => found.length > 0)) {
  console.log(
    '\nThe compiler sees the web as the oldest browsers know it: what one of them lacks may be undefined. Do without it,\n' +
      'or guard it: `Thing.new?.()`, `if (thing.new)`. Where it is there for sure all the same, write `!` and say why.',
  );
  process.exitCode = 1;
}
