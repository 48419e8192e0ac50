import { randomUUID } from 'node:crypto';
import { startDemo } from './servers.js';

const { CODAT_API_KEY, CODAT_CONNECTOR_KEY, CODAT_CONNECTOR_TYPE, PORT } = process.env;

const real =
  CODAT_API_KEY && CODAT_CONNECTOR_KEY
    ? {
        apiKey: CODAT_API_KEY,
        connectors: { [CODAT_CONNECTOR_TYPE === 'Accounting' ? 'Accounting' : 'Commerce']: CODAT_CONNECTOR_KEY },
      }
    : undefined;
if (!real && (CODAT_API_KEY || CODAT_CONNECTOR_KEY)) {
  console.error('Set both CODAT_API_KEY and CODAT_CONNECTOR_KEY to talk to the real Codat, or neither of them.');
  process.exit(1);
}

const { codat, demo } = await startDemo({ port: Number(PORT ?? 4300), real, apiKey: randomUUID() });
console.log(`Harbour, the demo host:  ${demo.origin}`);
if (codat) {
  console.log(`The embedded Codat:      ${codat.origin}/_faults`);
} else {
  console.log(
    'Behind it: the real Codat, with your key. Logging in takes no password: this demo is for trying things out',
  );
  console.log('on this computer, and not for production.');
}
