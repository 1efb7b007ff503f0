import type { Step } from '../definition.js';
import { ask } from './ask.js';
import { confirm } from './confirm.js';
import { doStep } from './do.js';
import { end } from './end.js';
import { go } from './go.js';
import { ifStep } from './if.js';
import type { StepKind } from './kind.js';
import { person } from './person.js';
import { say } from './say.js';

/** Every kind of step there is. A new one is one file, one line here, and one specification in the tests. */
export const STEP_KINDS: Readonly<Record<Step['kind'], StepKind<Step>>> = {
  ask,
  say,
  do: doStep,
  if: ifStep,
  go,
  confirm,
  person,
  end,
};
