/**
 * How far a merchant is with an integration, by its status, the weightiest first. The status is also the CSS part and
 * the key of the badge's text.
 */
export const STATUSES = {
  /** Access was lost, at the software's side or by time: this merchant's data has stopped. */
  deauthorized: { line: 'reconnect' },
  /** It is linked, and data is exchanged. */
  linked: { line: 'manage' },
  /** Linking has begun, and not come to its end. */
  pending: { line: 'resume' },
} as const satisfies Record<string, { /** What a tile offers then: a key of the strings. */ line: string }>;

/** How far a merchant is with an integration. */
export type ConnectionStatus = keyof typeof STATUSES;

/** Whether this version knows `status`, which may be anything. One that it doesn't know is as none. */
export const isConnectionStatus = (status: unknown): status is ConnectionStatus =>
  (Object.keys(STATUSES) as unknown[]).includes(status);
