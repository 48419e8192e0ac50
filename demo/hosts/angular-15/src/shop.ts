import { CommonModule } from '@angular/common';
import { Component } from '@angular/core';
import type { Integration } from 'codat-commerce-picker';
import { Integrations } from './integrations';

@Component({
  selector: 'shop-root',
  standalone: true,
  imports: [CommonModule, Integrations],
  template: `
    <button id="show" (click)="shown = !shown">Show or hide</button>
    <button id="disable" (click)="disabled = !disabled">Disable or enable</button>
    <button id="list" (click)="own = own ? undefined : OWN">Own list or the endpoint’s</button>
    <shop-integrations *ngIf="shown" [disabled]="disabled" [integrations]="own"></shop-integrations>
  `,
})
export class Shop {
  readonly OWN: Integration[] = [{ key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting' }];
  shown = true;
  disabled = false;
  own: Integration[] | undefined;
}
