import { html, type TemplateResult } from 'lit';
import type { PickerError } from '../errors.js';
import type { Say } from '../strings/index.js';

const WORDS = ['network', 'unauthenticated', 'forbidden', 'rate-limited', 'unknown-platform'] as const;

/** What went wrong, and one more try at what carries `key`: a tile, or else the list. */
export const failure = ({ code }: PickerError, say: Say, key = ''): TemplateResult =>
  html`<div part="failure">
    <p part="message" role="alert" id="failure">${say(WORDS.find((word) => word === code) ?? 'failed')}</p>
    <button part="retry" type="button" data-key=${key}>${say('retry')}</button>
  </div>`;
