/** ms that reading a store and writing to it take at the most: each is given up after a second. */
export const STORE_TIME = 2_000;

/**
 * ms that a mint takes at the most: the limit's store, the wait for a place at the gate, and the call itself. One that
 * lasts longer was frozen by its runtime and never ends. (Workers freeze what a finished request leaves behind.)
 */
export const longestMint = (timeout: number): number => STORE_TIME + 2 * timeout;
