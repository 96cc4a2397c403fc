import { merged } from './merged.js';

/** Every German text; one file stands beside each feature. */
export default merged(import.meta.glob<Record<string, unknown>>('../**/*.de.json', { eager: true, import: 'default' }));
