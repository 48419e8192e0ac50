import { answerInPage } from '../support/answer-in-page.js';
import {
  changes,
  comesBack,
  differences,
  emptyForm,
  expectNoProblem,
  IN_FORM,
  look,
  ROWS,
  Watch,
} from '../support/property-changes.js';
import { show, STATES } from '../support/states.js';

describe('a property or an attribute', function () {
  this.timeout(120_000);
  beforeEach(answerInPage);

  for (const state of STATES) {
    it(`that is set and taken back leaves no trace: ${state}`, async () => {
      const fresh = async (): Promise<Watch> => {
        const into = await emptyForm();
        return new Watch(await show(state, ROWS, { attributes: IN_FORM, into }), state);
      };
      let watch = await fresh();
      const wanted = look(watch.picker, state);
      let spoilt = false;
      await expectNoProblem(
        changes.filter((change) => comesBack(state, change)),
        async ({ make }) => {
          if (spoilt) watch = await fresh();
          spoilt = true;
          const takeBack = await watch.step(() => make(watch.picker));
          await watch.step(takeBack);
          const problem = differences(look(watch.picker, state), wanted);
          spoilt = problem !== '';
          return problem;
        },
      );
    });
  }
});
