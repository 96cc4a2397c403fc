import { merged } from './merged.js';

/** Every English text; one file stands beside each feature. */
export default merged(import.meta.glob<Record<string, unknown>>('../**/*.en.json', { eager: true, import: 'default' }));
