import './define.js';

export { CodatCommercePicker } from './element/codat-commerce-picker.js';
export { isPickerError, PickerError } from './shared/errors.js';
export type { PickerErrorCode, PickerErrorOptions } from './shared/errors.js';
export {
  CodatErrorEvent,
  CodatLoadedEvent,
  CodatRedirectEvent,
  CodatSearchedEvent,
  CodatSelectEvent,
} from './shared/events.js';
export type {
  CodatCommercePickerEventMap,
  CodatErrorDetail,
  CodatLoadedDetail,
  CodatRedirectDetail,
  CodatSearchedDetail,
  CodatSelectDetail,
} from './shared/events.js';
export { handleSelection } from './companion/handler.js';
export type { HandleSelectionOptions } from './companion/handler.js';
export type { Branding, BrandingImage, Integration, SourceType } from './shared/integrations.js';
export type { ConnectionStatus } from './shared/statuses.js';
export { plural } from './strings/index.js';
export type { PluralForms, Strings, Translation } from './strings/index.js';
