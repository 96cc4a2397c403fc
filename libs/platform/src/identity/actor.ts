import { type Discipline, disciplines } from '../database/record.entity.js';
import { disciplinesOfRole, type Permission, rightsElsewhere, type Role, roles } from './roles.js';

/** What identity.person_actor and identity.api_key_actor answer. */
export interface ActorFacts {
  orgId: string;
  personId?: string;
  accountId?: string;
  apiKeyId?: string;
  name: string;
  timeZone: string;
  justifiableRules: string[];
  grants?: { role: Role; disciplines: Discipline[]; siteIds: string[] | null }[];
  permissions?: Permission[];
  disciplines?: Discipline[];
  siteIds?: string[] | null;
}

interface Grant {
  permissions: ReadonlySet<Permission>;
  disciplines: readonly Discipline[];
  siteIds: readonly string[] | null;
}

/** What a permission is asked for; leave out what does not matter. */
export interface Scope {
  disciplines?: readonly Discipline[];
  siteId?: string | null;
}

/** Who acts, for which organisation, and what they may do there. Made anew for each request. */
export class Actor {
  readonly orgId: string;
  /** The person, or null for an integration or the system. */
  readonly personId: string | null;
  readonly accountId: string | null;
  readonly name: string;
  readonly timeZone: string;
  /** Separation-of-duty rules that this organisation lets people justify instead of keep. */
  readonly justifiableRules: readonly string[];
  /** As it stands in the history: `p:<person>`, `k:<api key>` or `s:<part of the system>`. */
  readonly key: string;
  private readonly grants: readonly Grant[];

  constructor(facts: ActorFacts, system?: string) {
    this.orgId = facts.orgId;
    this.personId = facts.personId ?? null;
    this.accountId = facts.accountId ?? null;
    this.name = facts.name;
    this.timeZone = facts.timeZone;
    this.justifiableRules = facts.justifiableRules;
    this.key = facts.personId
      ? `p:${facts.personId}`
      : facts.apiKeyId
        ? `k:${facts.apiKeyId}`
        : `s:${system ?? 'system'}`;
    this.grants = facts.permissions
      ? [
          {
            permissions: new Set(facts.permissions),
            disciplines: facts.disciplines ?? disciplines,
            siteIds: facts.siteIds ?? null,
          },
        ]
      : (facts.grants ?? []).flatMap(({ role, disciplines: given, siteIds }) => {
          const elsewhere = rightsElsewhere[role];
          return [
            { permissions: new Set(roles[role]), disciplines: disciplinesOfRole(role, given), siteIds },
            ...(elsewhere ? [{ ...elsewhere, permissions: new Set(elsewhere.permissions), siteIds }] : []),
          ];
        });
  }

  /** Whether some grant gives the permission for one of the disciplines and for the site. */
  can(permission: Permission, { disciplines: wanted, siteId }: Scope = {}): boolean {
    return this.grants.some(
      (grant) =>
        grant.permissions.has(permission) &&
        (!wanted || wanted.some((discipline) => grant.disciplines.includes(discipline))) &&
        (!siteId || grant.siteIds === null || grant.siteIds.includes(siteId)),
    );
  }

  /** Whether some grant gives the permission for all sites: what concerns the whole organisation needs that. */
  canEverywhere(permission: Permission): boolean {
    return this.grants.some((grant) => grant.siteIds === null && grant.permissions.has(permission));
  }

  /** The disciplines in which the permission is held at all: what a list may show. */
  disciplinesFor(permission: Permission): Discipline[] {
    return disciplines.filter((discipline) => this.can(permission, { disciplines: [discipline] }));
  }

  /** Sites for which the permission is held in a discipline; null for all. */
  sitesFor(permission: Permission, discipline: Discipline): string[] | null {
    const grants = this.grants.filter(
      (grant) => grant.permissions.has(permission) && grant.disciplines.includes(discipline),
    );
    return grants.some((grant) => grant.siteIds === null)
      ? null
      : [...new Set(grants.flatMap((grant) => grant.siteIds ?? []))];
  }

  /** For which disciplines, and there for which sites (null for all), the permission is held. */
  reach(permission: Permission): { discipline: Discipline; sites: string[] | null }[] {
    return this.disciplinesFor(permission).map((discipline) => ({
      discipline,
      sites: this.sitesFor(permission, discipline),
    }));
  }

  /** Sites whose rows the database shows; `*` for all. Rows without a site belong to the whole organisation. */
  get visibleSites(): string {
    if (this.key.startsWith('s:')) return '*';
    if (this.grants.some((grant) => grant.siteIds === null)) return '*';
    return (
      [...new Set(this.grants.flatMap((grant) => grant.siteIds ?? []))].join(',') ||
      '00000000-0000-0000-0000-000000000000'
    );
  }

  get isPerson(): boolean {
    return this.personId !== null;
  }
}
