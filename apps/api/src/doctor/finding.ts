/** What `doctor` says about one thing: OK needs nothing, WARN something soon, FAIL something now. */
export interface Finding {
  level: 'OK' | 'WARN' | 'FAIL';
  subject: string;
  message: string;
  /** What to do; not with OK. */
  advice?: string;
}

export const ok = (subject: string, message: string): Finding => ({ level: 'OK', subject, message });

export const warn = (subject: string, message: string, advice: string): Finding => ({
  level: 'WARN',
  subject,
  message,
  advice,
});

export const fail = (subject: string, message: string, advice: string): Finding => ({
  level: 'FAIL',
  subject,
  message,
  advice,
});
