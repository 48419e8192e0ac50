import { noChange } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';
import { html } from './html.js';

const textsAround = (sentence: string): string[] => sentence.split(/\{\w+\}/);

/** Fills an element, and fills it anew as a whole once there is something else to say. */
class Isolated extends Directive {
  #written: string | undefined;

  /** On a server, where there is no element to fill. */
  render(sentence: string, text: string): unknown {
    return textsAround(sentence).map((textBetween, index) => [
      index ? html`<bdi translate="no" .textContent=${text}></bdi>` : '',
      textBetween,
    ]);
  }

  override update({ element }: PropertyPart, [sentence, text]: [string, string]): symbol {
    const written = `${sentence}\n${text}`;
    if (written !== this.#written) {
      this.#written = written;
      element.replaceChildren();
      // Not `entries`, which some old libraries replace by one that knows no index.
      textsAround(sentence).forEach((textBetween, index) => {
        if (index) {
          // A document that is XML makes no HTML by itself.
          const isolate = element.ownerDocument.createElementNS(element.namespaceURI, 'bdi');
          isolate.setAttribute('translate', 'no');
          isolate.textContent = text;
          element.append(isolate);
        }
        if (textBetween) element.append(textBetween);
      });
    }
    return noChange;
  }
}

/**
 * As a `.textContent`: fills the element with a sentence, and with what stands for `{name}` or `{query}` in it. That is
 * isolated, as it may run the other way than the sentence around it, and is not translated.
 */
export const isolated = directive(Isolated);
