/** What a verification looks for. */
export const faultCodes = [
  'checkpoint-changed',
  'checkpoint-contradicted',
  'checkpoint-lost',
  'disclosure-changed',
  'disclosure-missing',
  'file-damaged',
  'file-missing',
  'line-changed',
  'line-inconsistent',
  'line-missing',
  'line-out-of-order',
  'line-unsealed',
  'node-changed',
  'row-changed',
  'row-missing',
  'row-unrecorded',
  'table-unrecorded',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** Something that is not as it was recorded, so that a person finds it. */
export interface Fault {
  code: FaultCode;
  /** In words, without what a record says: that may not be for everybody who reads of the fault. */
  message: string;
  recordType: string | null;
  recordId: string | null;
  /** The number of the record, where it has one. */
  reference: string | null;
  /** The column that differs. */
  field: string | null;
  /** Where the line stands in the tree, from 0. */
  line: number | null;
}

/** How many faults are told one by one; the others are counted. */
const told = 100;

/** Gathers what is found. */
export class Faults {
  count = 0;
  readonly list: Fault[] = [];

  add(code: FaultCode, message: string, where: Partial<Omit<Fault, 'code' | 'message'>> = {}): void {
    this.count++;
    const nowhere = { recordType: null, recordId: null, reference: null, field: null, line: null };
    if (this.list.length < told) this.list.push({ code, message, ...nowhere, ...where });
  }
}
