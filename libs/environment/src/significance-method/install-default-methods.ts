import type { Tx } from '#platform';
import { SignificanceMethod, SignificanceMethodVersion } from './significance-method.entity.js';
import { defaultMethods } from './significance-defaults.js';

/**
 * Publishes the methods M1 to M4 as their first versions, on the authority of whoever the transaction acts for. Those
 * whose code is taken stay as they are. Answers the methods it added.
 */
export async function installDefaultMethods(tx: Tx): Promise<SignificanceMethod[]> {
  const taken = new Set((await tx.all(SignificanceMethod, {})).map(({ code }) => code));
  const missing = defaultMethods.filter(({ code }) => !taken.has(code));
  await tx.because('significanceMethod.installDefaults');
  const methods = await tx.insertMany(
    SignificanceMethod,
    missing.map(({ code, name }) => ({ code, name, purpose: null, disciplines: ['environment' as const] })),
  );
  await tx.insertMany(
    SignificanceMethodVersion,
    methods.map(({ id }, index) => ({
      methodId: id,
      versionNumber: 1,
      state: 'published' as const,
      definition: missing[index]!.definition,
      changeNote: null,
      authorIds: [],
      approvedById: tx.actor.personId,
      publishedOn: tx.today,
      flags: [],
    })),
  );
  return methods;
}
