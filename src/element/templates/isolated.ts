import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** Fills an element, and fills it anew as a whole once there is something else to say. */
class Isolated extends Directive {
  #written: string | undefined;

  // Nothing is drawn where there is no element to fill.
  render(_sentence: string, _text: string): symbol {
    return noChange;
  }

  override update({ element }: ElementPart, [sentence, text]: [string, string]): symbol {
    const written = `${sentence}\n${text}`;
    if (written !== this.#written) {
      this.#written = written;
      element.replaceChildren();
      // Not `entries`, which some old libraries replace by one that knows no index.
      sentence.split(/\{\w+\}/).forEach((textBetween, index) => {
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
 * Fills its element with a sentence, and with what stands for `{name}` or `{query}` in it. That is isolated, as it may
 * run the other way than the sentence around it, and is not translated.
 */
export const isolated = directive(Isolated);
