/**
 * What a handler returns when the rest of its work needs no database: it is done when the transaction has ended, so
 * that slow work holds no connection. For reading only: a POST with an `Idempotency-Key` keeps answers, not work.
 */
export class AfterCommit {
  constructor(readonly answer: () => Promise<unknown>) {}
}
