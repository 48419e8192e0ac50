import type { PickerError } from './errors.js';
import type { Integration } from './integrations.js';

/** What the picker shows, as a whole. */
export type View =
  | { kind: 'loading'; tiles: number }
  | { kind: 'ready'; groups: readonly Group[] }
  | { kind: 'empty' }
  | { kind: 'error'; error: PickerError };

/** Integrations of one category. */
export interface Group {
  /** A key of the strings. */
  kind: 'Accounting' | 'Commerce' | 'Other';
  integrations: readonly Integration[];
}

/** What follows a choice: its Sync page is being opened, until there is an `error`. */
export interface Flow {
  integration: Integration;
  error?: PickerError;
}

/** The integrations a merchant may see: switched on, of the wanted category, and not the host's own connector. */
export const listed = (
  integrations: readonly Integration[],
  { connectorKey, sourceType }: { connectorKey: string; sourceType: string },
): Integration[] =>
  integrations.filter(
    (integration) =>
      integration.enabled !== false &&
      !connectorKey.split(/\s+/).includes(integration.key) &&
      (!sourceType || integration.sourceType === sourceType),
  );

/** The same by category, in their order within each; none is empty. */
export const grouped = (integrations: readonly Integration[]): Group[] => {
  const groups: Group[] = [];
  for (const kind of ['Accounting', 'Commerce', 'Other'] as const) {
    const members = integrations.filter(
      ({ sourceType }) => kind === (/^(Accounting|Commerce)$/.test(sourceType!) ? sourceType : 'Other'),
    );
    if (members.length) groups.push({ kind, integrations: members });
  }
  return groups;
};
