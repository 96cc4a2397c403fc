import i18next from 'i18next';

const files = import.meta.glob<Record<string, unknown>>('../features/**/*.{en,de}.json', { import: 'default' });

/** Whose texts the pages of a place show, besides those of the feature of the same name; by the beginning of the path. */
const places: Record<string, readonly string[]> = {
  '': ['home'],
  actions: ['action', 'nonconformity'],
  aspects: ['aspect', 'significance-method'],
  audits: ['audit', 'audit-checklist', 'finding'],
  checklists: ['checklist', 'audit'],
  disposals: ['keeping'],
  complaints: ['complaint', 'nonconformity'],
  'environmental-reviews': ['environmental-review', 'aspect', 'nonconformity'],
  'evidence-health': ['evidence-health'],
  'evidence-packs': ['evidence-pack'],
  findings: ['finding', 'audit'],
  invitation: ['setup'],
  'legal-holds': ['keeping'],
  'nonconforming-outputs': ['nonconforming-output', 'nonconformity'],
  nonconformities: ['nonconformity', 'action'],
  processes: ['process'],
  programme: ['audit-programme', 'audit'],
  redactions: [
    'keeping',
    'complaint',
    'nonconformity',
    'action',
    'audit',
    'audit-programme',
    'finding',
    'aspect',
    'environmental-review',
    'nonconforming-output',
    'process',
  ],
  'retention-rules': ['keeping'],
  settings: ['settings', 'setup'],
  setup: ['setup'],
  'significance-method-versions': ['significance-method', 'aspect'],
  'significance-methods': ['significance-method', 'aspect'],
};

const wanted = new Set<string>();
const loaded = new Set<string>();

/** Loads the texts of these features, or of those that were asked for before: in the language of the page, each once. */
async function load(features: Iterable<string>, language = i18next.resolvedLanguage ?? 'en'): Promise<void> {
  for (const feature of features) wanted.add(feature);
  const missing = Object.keys(files).filter((file) => {
    const [, feature] = /^\.\.\/features\/([^/]+)\//.exec(file)!;
    return wanted.has(feature!) && file.endsWith(`.${language}.json`) && !loaded.has(file);
  });
  const texts = await Promise.all(missing.map((file) => files[file]!()));
  for (const [index, file] of missing.entries()) {
    loaded.add(file);
    i18next.addResourceBundle(language, 'translation', texts[index], true, true);
  }
}

/** The texts of the pages of a path, before they are shown. Without a network the page is shown with what is there. */
export const textsOf = (path: string): Promise<void> =>
  load(places[path.split('/')[1] ?? ''] ?? []).catch(() => undefined);

/** The texts that are loaded already, in another language. */
export const textsIn = (language: string): Promise<void> => load([], language);

/** Whether a text is missing because its feature was not loaded; then all are, and the page shows them when they are there. */
export function fetchMissing(key: string): void {
  if (i18next.getResource(i18next.resolvedLanguage ?? 'en', 'translation', key.split('.')[0]!)) return;
  console.warn(`No text was loaded for ${key}`);
  void load(Object.keys(files).map((file) => file.split('/')[2]!)).catch(() => undefined);
}
