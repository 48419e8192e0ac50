import { html, LitElement, type TemplateResult } from 'lit';
import '../../../dist/index.js';

/** The page's own element, of the lit that its bundle shares with the package. */
class HostPage extends LitElement {
  protected override render(): TemplateResult {
    return html`<p>Ours</p>`;
  }
}

customElements.define('host-page', HostPage);
document.body.append(document.createElement('host-page'));
