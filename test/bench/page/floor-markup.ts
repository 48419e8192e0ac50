/**
 * The picker's markup, without lit's comments. The bench compares it with the picker's own, and says so when this no
 * longer is the same: change it here, and where `floor.ts` fills it.
 */
export const TILE = `<li part="card"
><button type="button" part="tile" data-key="" aria-busy="false" aria-disabled="false" aria-current="false"
  ><span part="logo-plate" aria-hidden="true"
    ><img alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" part="logo"
    ><span part="monogram" translate="no"></span
  ></span
  ><span part="words"
    ><span part="name" data-comma=", "><bdi translate="no"></bdi></span
    ><span part="description">Link your <bdi translate="no"></bdi> account</span
  ></span
></button></li>`;

/** One category of software. */
export const GROUP = `<section part="group"><div part="heading" role="heading" aria-level="2"></div
><ul part="grid" role="list"></ul></section>`;

/** What stands around the tiles. */
export const FRAME = `<div part="base" class="full" lang="en"
  ><slot name="intro"><p part="intro">Choose your software. You sign in on the next site, then come back here.</p></slot
  ><p class="hidden" aria-live="polite"></p
  ><div part="search"
    ><svg part="search-icon" viewBox="0 0 20 20" aria-hidden="true"
      ><path d="m13 13 5 5M8.5 2.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12"></path></svg
    ><input part="search-input" role="searchbox" maxlength="100" aria-label="Search by name or web address"
      placeholder="Search by name or web address"
    ><button part="search-clear" type="button" data-clear aria-label="Clear search" hidden
      ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15"></path></svg></button
  ></div
  ><slot name="not-listed"></slot><slot name="footer"></slot
></div>`;
