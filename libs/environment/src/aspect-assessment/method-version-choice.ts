import { invalid, type Tx } from '#platform';
import { SignificanceMethodVersion } from '../significance-method/significance-method.entity.js';

/**
 * The version with which an assessment is made: the latest published one of its method, or for a correction also the
 * version that the old assessment was made with. 422 for any other.
 */
export async function usableVersion(
  tx: Tx,
  id: string,
  ofCorrected: string | undefined,
): Promise<SignificanceMethodVersion> {
  const refuse = (code: string, message: string) => invalid({ code, field: '/methodVersionId', message });
  const version = await tx.find(SignificanceMethodVersion, id);
  if (!version) throw refuse('unknown-reference', 'There is no such version of a method.');
  if (version.state !== 'published') throw refuse('not-published', 'A draft decides nothing; publish it first.');
  if (id === ofCorrected) return version;
  const [newer] = await tx.sql<{ version_number: number }>(
    `SELECT version_number FROM significance_method_version
     WHERE org_id = $1 AND method_id = $2 AND state = 'published' AND version_number > $3 ORDER BY version_number DESC LIMIT 1`,
    [tx.actor.orgId, version.methodId, version.versionNumber],
  );
  if (newer) throw refuse('superseded', `Version ${newer.version_number} of the method is in force.`);
  return version;
}
