import { merged } from './merged.js';

/** The English texts of what every page has; those of a feature come with its pages. */
export default merged(import.meta.glob<Record<string, unknown>>('../*/*.en.json', { eager: true, import: 'default' }));
