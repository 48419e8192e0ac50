import { html, type TemplateResult } from 'lit';

async function copy(event: Event): Promise<void> {
  const button = event.currentTarget as HTMLButtonElement;
  const text = button.closest('figure')!.querySelector('code')!.textContent;
  const said = button.nextElementSibling as HTMLElement;
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = 'Copied';
  } catch {
    // Without the permission, the next best: it is selected, and one key away.
    getSelection()?.selectAllChildren(button.closest('figure')!.querySelector('code')!);
    said.textContent = 'Selected: copy it with the keyboard';
  }
}

const forget = ({ currentTarget }: Event): void => {
  (currentTarget as HTMLElement).nextElementSibling!.textContent = '';
};

/** Code and the button that copies it. */
export const code = (title: string, language: string, text: string): TemplateResult =>
  html`<figure class="code" data-language=${language}>
    <figcaption>
      ${title}
      <button type="button" aria-label=${`Copy the ${title}`} @click=${copy} @blur=${forget}>Copy</button
      ><span role="status"></span>
    </figcaption>
    <pre tabindex="0" aria-label=${title}><code>${text}</code></pre>
  </figure>`;
