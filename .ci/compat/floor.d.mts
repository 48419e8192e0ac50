/** All that JavaScript finds on a page today, and not in every browser of the floor. */
export const newerThanFloor: readonly { owner: string; member?: string; static?: boolean }[];
