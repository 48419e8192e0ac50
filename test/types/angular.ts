// Compiled, never run: Angular's templates know no tags but HTML's. What they know of this one is its events.
import 'codat-commerce-picker';
import type { CodatSelectEvent } from 'codat-commerce-picker';
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';

@Component({
  selector: 'app-integrations',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <codat-commerce-picker
      #picker
      sync-endpoint="/api/codat/sync-url"
      [requestInit]="{ credentials: 'include' }"
      [disabled]="pending"
      (codat-loaded)="show($event.detail.integrations.length)"
      (codat-select)="select($event)"
      (codat-redirect)="show($event.detail.url.length)"
      (codat-error)="fail($event.detail.error.code); picker.reload()"
    >
      <p slot="intro">Link your software.</p>
    </codat-commerce-picker>
  `,
})
export class Integrations {
  pending = false;

  show(count: number): number {
    return count;
  }

  select(event: CodatSelectEvent): void {
    event.waitUntil(Promise.resolve());
  }

  fail(code: string): string {
    return code;
  }
}
