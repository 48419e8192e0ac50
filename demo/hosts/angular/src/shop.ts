import { Component, signal } from '@angular/core';
import type { Integration } from 'codat-commerce-picker';
import { Integrations } from './integrations';

const OWN: Integration[] = [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];

@Component({
  selector: 'shop-root',
  imports: [Integrations],
  template: `
    <button id="show" (click)="shown.set(!shown())">Show or hide</button>
    <button id="disable" (click)="disabled.set(!disabled())">Disable or enable</button>
    <button id="list" (click)="own.set(own() ? undefined : OWN)">Own list or the endpoint’s</button>
    @if (shown()) {
      <shop-integrations [disabled]="disabled()" [integrations]="own()" />
    }
  `,
})
export class Shop {
  readonly OWN = OWN;
  readonly shown = signal(true);
  readonly disabled = signal(false);
  readonly own = signal<Integration[] | undefined>(undefined);
}
