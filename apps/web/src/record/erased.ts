import i18next from 'i18next';

/** A text for people: where it says that another was erased, by which erasure, in their language. */
export function sayErased(text: string): string {
  const reference = /^\[erased (RED-\d{4}-\d{4,})\]$/.exec(text)?.[1];
  return reference ? i18next.t('record.erased', { reference }) : text;
}
