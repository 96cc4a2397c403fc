import { Choice, Code, Instant, Reference } from '#platform';
import { type LegalGround, legalGrounds } from './redaction.entity.js';

/** Why a text of a record is not there any more. */
export class Erasure {
  @Code({ max: 60, description: 'The field', example: 'contact' }) field: string;
  @Reference() redactionId: string;
  @Code({ max: 20, example: 'RED-2026-0001' }) reference: string;
  @Instant({ description: 'When it was erased' }) erasedAt: string;
  @Choice(legalGrounds) legalGround: LegalGround;
}
