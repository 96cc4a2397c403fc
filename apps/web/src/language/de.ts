const files = import.meta.glob<Record<string, unknown>>('../**/*.de.json', { eager: true, import: 'default' });

/** Every German text; one file stands beside each feature. */
export default Object.assign({}, ...Object.values(files)) as Record<string, unknown>;
