'use client';

import { createComponent, type EventName } from '@lit/react';
import * as React from 'react';
import { CodatCommercePicker as Element } from './element/codat-commerce-picker.js';
import './define.js';
import type {
  CodatErrorEvent,
  CodatLoadedEvent,
  CodatRedirectEvent,
  CodatSearchedEvent,
  CodatSelectEvent,
} from './shared/events.js';

/** `<codat-commerce-picker>` as a React component: properties as props, events as typed callbacks. */
export const CodatCommercePicker = createComponent({
  react: React,
  tagName: 'codat-commerce-picker',
  elementClass: Element,
  displayName: 'CodatCommercePicker',
  events: {
    onCodatLoaded: 'codat-loaded' as EventName<CodatLoadedEvent>,
    onCodatSearched: 'codat-searched' as EventName<CodatSearchedEvent>,
    onCodatSelect: 'codat-select' as EventName<CodatSelectEvent>,
    onCodatRedirect: 'codat-redirect' as EventName<CodatRedirectEvent>,
    onCodatError: 'codat-error' as EventName<CodatErrorEvent>,
  },
});
