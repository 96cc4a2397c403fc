type Texts = Record<string, unknown>;

/** All files of one language as one tree. A name that several files have, such as `reason`, holds what each of them says. */
export function merged(files: Record<string, Texts>): Texts {
  const all: Texts = {};
  for (const file of Object.values(files))
    for (const [name, texts] of Object.entries(file)) all[name] = { ...(all[name] as Texts), ...(texts as Texts) };
  return all;
}
