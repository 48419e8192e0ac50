import { Component, CUSTOM_ELEMENTS_SCHEMA, Input } from '@angular/core';
import 'codat-commerce-picker';
import type {
  CodatErrorEvent,
  CodatLoadedEvent,
  CodatRedirectEvent,
  CodatSelectEvent,
  Integration,
} from 'codat-commerce-picker';

@Component({
  selector: 'shop-integrations',
  standalone: true,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <codat-commerce-picker
      endpoint="/api/codat/integrations"
      sync-endpoint="/api/codat/sync-url"
      heading-level="3"
      [strings]="strings"
      [requestInit]="requestInit"
      [integrations]="integrations"
      [disabled]="disabled"
      (codat-loaded)="loaded($event)"
      (codat-select)="picked($event)"
      (codat-redirect)="leaving($event)"
      (codat-error)="failed($event)"
    ></codat-commerce-picker>
  `,
})
export class Integrations {
  @Input() disabled = false;
  @Input() integrations: Integration[] | undefined;
  readonly strings = { link: 'Connect {name}' };
  readonly requestInit = { headers: { 'x-shop': 'Harbour' } };

  loaded({ detail }: CodatLoadedEvent) {
    console.info('codat-loaded', detail.integrations.length);
  }
  picked({ detail }: CodatSelectEvent) {
    console.info('codat-select', detail.platformKey);
  }
  leaving({ detail }: CodatRedirectEvent) {
    console.info('codat-redirect', detail.platformKey);
  }
  failed({ detail }: CodatErrorEvent) {
    console.info('codat-error', detail.error.code);
  }
}
