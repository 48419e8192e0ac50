import './define.js';

export { CodatCommercePicker } from './codat-commerce-picker.js';
export { isPickerError, PickerError } from './errors.js';
export type { PickerErrorCode, PickerErrorOptions } from './errors.js';
export { CodatErrorEvent, CodatLoadedEvent, CodatRedirectEvent, CodatSelectEvent } from './events.js';
export type {
  CodatCommercePickerEventMap,
  CodatErrorDetail,
  CodatLoadedDetail,
  CodatRedirectDetail,
  CodatSelectDetail,
} from './events.js';
export { handleSelection } from './handler.js';
export type { HandleSelectionOptions } from './handler.js';
export type { Branding, BrandingImage, Integration, SourceType } from './integrations.js';
export type { ConnectionStatus } from './statuses.js';
export { plural } from './strings/index.js';
export type { PluralForms, Strings, Translation } from './strings/index.js';
