import i18next from 'i18next';

const marks = /\[erased (RED-\d{4}-\d{4,})\]/g;

/** Whether a text says nothing but that another was erased. */
export const isErased = (text: unknown): boolean =>
  typeof text === 'string' && text.replace(marks, '') === '' && text !== '';

/** A text for people: where it says that another was erased, by which erasure, in their language. */
export const sayErased = (text: string): string =>
  text.replace(marks, (_, reference: string) => i18next.t('record.erased', { reference }));
