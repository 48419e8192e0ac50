/** ms that a store takes to be read and written: it is given up after a second, each time. */
export const STORE_TIME = 2_000;

/**
 * ms that no mint can exceed: the limit's store, the wait for a place at the gate, and the call itself. What lasts
 * longer was frozen by its runtime (Workers do so with what a finished request leaves behind), and never comes back.
 */
export const longestMint = (timeout: number): number => STORE_TIME + 2 * timeout;
