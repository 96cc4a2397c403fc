// The very functions that the server decides with: pure, without a framework, so the browser can run them while somebody moves a
// score, and no second implementation can ever say something else. They are not taken from the index of the library, because that
// would bring the server's framework along.
export {
  checkInput,
  checkMethod,
  evaluateSignificance,
} from '../../../../../libs/environment/src/significance-method/significance.js';
export { criteriaFor, scoreOf } from '../../../../../libs/environment/src/significance-method/method-definition.js';
export type {
  AlwaysRule,
  AssessmentInput,
  Criterion,
  Gate,
  MethodDefinition,
  Mistake,
  Sign,
  Significance,
} from '../../../../../libs/environment/src/significance-method/significance.js';
