import { Choice, Code, Day, Flag, Structures, Text } from '#platform';
import {
  type CauseCategory,
  causeCategories,
  type FiveWhysNode,
  type IshikawaCategory,
  type IshikawaCategoryKey,
  ishikawaCategoryKeys,
  type IshikawaCause,
} from './causes.js';

/** What was done at once: the defect corrected, or its spread stopped. */
export class Containment {
  @Choice(['correction', 'containment']) kind: 'correction' | 'containment';
  @Text({ max: 2000, example: 'Lot 4711 quarantined' }) description: string;
  @Day({ nullable: true }) doneOn: string | null;
  @Text({ max: 2000, nullable: true, description: 'What came of it' }) result: string | null;
}

/** A cause that is accepted as a risk instead of removed. */
export class AcceptedCause {
  @Code({ max: 40 }) causeId: string;
  @Text({ max: 2000 }) reason: string;
}

export class WhyNode implements FiveWhysNode {
  @Code({ max: 40, example: 'w1' }) id: string;
  @Code({ max: 40, nullable: true }) parentId: string | null;
  @Text({ max: 2000, example: 'The bit was worn' }) statement: string;
  @Text({ max: 2000, optional: true }) evidence?: string;
  @Flag() verified: boolean;
  @Flag() root: boolean;
  @Choice(causeCategories, { optional: true }) category?: CauseCategory;
}

/** A tree of whys: why it occurred, or why it escaped detection. */
export class FiveWhysAnalysis {
  @Choice(['occurrence', 'escape']) leg: 'occurrence' | 'escape';
  @Structures(() => WhyNode, { min: 1, maxItems: 100 }) nodes: WhyNode[];
}

export class FishboneCause implements IshikawaCause {
  @Code({ max: 40 }) id: string;
  @Code({ max: 40, nullable: true }) parentId: string | null;
  @Text({ max: 2000 }) statement: string;
  @Choice(['suspected', 'rejected', 'confirmed']) state: 'suspected' | 'rejected' | 'confirmed';
  @Text({ max: 2000, optional: true }) evidence?: string;
  @Choice(causeCategories, { optional: true }) category?: CauseCategory;
}

export class FishboneCategory implements IshikawaCategory {
  @Choice(ishikawaCategoryKeys) key: IshikawaCategoryKey;
  @Structures(() => FishboneCause, { maxItems: 50 }) causes: FishboneCause[];
}

/** Ishikawa's diagram: a problem and its causes by category. */
export class IshikawaAnalysis {
  @Text({ max: 2000 }) problem: string;
  @Structures(() => FishboneCategory, { maxItems: 6 }) categories: FishboneCategory[];
}
