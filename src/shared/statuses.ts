/**
 * The statuses of a merchant's connection to an integration, the most important first. Each is also a CSS part, and the
 * key of the badge's text.
 */
export const STATUSES = {
  /** Access was withdrawn or has expired: no data is exchanged any more. */
  deauthorized: { line: 'reconnect' },
  /** It is linked, and data is exchanged. */
  linked: { line: 'manage' },
  /** Linking has begun, but is not finished. */
  pending: { line: 'resume' },
} as const satisfies Record<string, { /** The line under the tile's name: a key of the strings. */ line: string }>;

/** The status of a merchant's connection to an integration. */
export type ConnectionStatus = keyof typeof STATUSES;

/** Whether this version knows `status`, which may be anything. An unknown one counts as none. */
export const isConnectionStatus = (status: unknown): status is ConnectionStatus =>
  (Object.keys(STATUSES) as unknown[]).includes(status);
