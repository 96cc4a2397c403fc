const files = import.meta.glob<Record<string, unknown>>('../**/*.en.json', { eager: true, import: 'default' });

/** Every English text; one file stands beside each feature. */
export default Object.assign({}, ...Object.values(files)) as Record<string, unknown>;
