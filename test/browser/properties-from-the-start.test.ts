import { answerInPage } from '../support/answer-in-page.js';
import {
  changes,
  differences,
  emptyForm,
  expectNoProblem,
  IN_FORM,
  look,
  ROWS,
  Watch,
  type Change,
} from '../support/property-changes.js';
import { definitionOf, prepare, STATES } from '../support/states.js';

describe('a property or an attribute', function () {
  this.timeout(120_000);
  beforeEach(answerInPage);

  // What the merchant did before is no part of what a host says from the start.
  for (const state of STATES.filter((name) => !definitionOf(name).pick && definitionOf(name).query === undefined)) {
    it(`leads to the same whether it is set from the start or later: ${state}`, async () => {
      const form = await emptyForm();
      /** What there is to see of a picker that is told so before it is on the page, or else then. */
      const told = async ({ make }: Change, isBefore: boolean): Promise<Record<string, unknown>> => {
        const { picker } = prepare(state, ROWS, { attributes: IN_FORM });
        const watch = new Watch(picker, state);
        if (isBefore) make(picker);
        await watch.step(() => form.replaceChildren(picker));
        if (!isBefore) await watch.step(() => make(picker));
        return look(picker, state);
      };
      await expectNoProblem(changes, async (change) =>
        differences(await told(change, false), await told(change, true)),
      );
    });
  }
});
