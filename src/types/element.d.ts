// What the types for each framework are made of. They follow the class: a property that it gets is known to all of them.
import type { LitElement } from 'lit';
import type { CodatCommercePicker, CodatCommercePickerEventMap } from '../index.js';

export type { CodatCommercePicker };

type NotToBeSet =
  | 'adoptedCallback'
  | 'checkValidity'
  | 'form'
  | 'formDisabledCallback'
  | 'formResetCallback'
  | 'formStateRestoreCallback'
  | 'reload'
  | 'reportValidity'
  | 'validationMessage'
  | 'validity'
  | 'willValidate';

type All = Omit<CodatCommercePicker, keyof LitElement | NotToBeSet>;
type WithAttribute = Omit<All, 'integrations' | 'requestInit' | 'strings'>;

/** An attribute has the name of its property, in words parted by hyphens. */
type AttributeName<Property extends string> = Property extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${AttributeName<Rest>}`
  : Property;

/** In a template a number may be written as text. */
export type AttributeValue<Value> = Value extends number ? Value | `${Value}` : Value;

/** By property, such as `syncEndpoint`. */
export type Properties = { [Name in keyof All]?: All[Name] | undefined };

/** By attribute, such as `sync-endpoint`. */
export type Attributes = {
  [Name in keyof WithAttribute as AttributeName<Name>]?: AttributeValue<WithAttribute[Name]> | undefined;
};

/** Listeners, by the name of the event with a prefix, such as `oncodat-select`. */
export type Listeners<Prefix extends string> = {
  [Name in keyof CodatCommercePickerEventMap as `${Prefix}${Name}`]?:
    ((event: CodatCommercePickerEventMap[Name]) => void) | undefined;
};
