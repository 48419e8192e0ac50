import { CodatCommercePicker } from '../../src/index.js';
import type { Translation } from '../../src/strings/translation.js';

const modules = import.meta.glob<Record<string, unknown>>('../../src/strings/*.ts', { eager: true });

const isTranslation = (value: unknown): value is Translation =>
  typeof value === 'object' && value !== null && '$code' in value;

/** Every language there is a module of, English first and the others by their own names. */
export const languages: readonly Translation[] = Object.values(modules)
  .flatMap((module) => Object.values(module).filter(isTranslation))
  .sort((a, b) => Number(b.$code === 'en') - Number(a.$code === 'en') || a.$name.localeCompare(b.$name));

interface Registry {
  addStrings?(...translations: readonly Translation[]): void;
}
(CodatCommercePicker as unknown as Registry).addStrings?.(...languages);

export const directionOf = (code: string): 'ltr' | 'rtl' =>
  languages.find(({ $code }) => $code === code)?.$dir === 'rtl' ? 'rtl' : 'ltr';
