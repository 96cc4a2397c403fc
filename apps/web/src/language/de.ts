import { merged } from './merged.js';

/** The German texts of what every page has; those of a feature come with its pages. */
export default merged(import.meta.glob<Record<string, unknown>>('../*/*.de.json', { eager: true, import: 'default' }));
