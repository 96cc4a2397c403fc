import {
  ApiKey,
  isSame,
  maySeeView,
  Organisation,
  Person,
  personWords,
  RoleGrant,
  SavedView,
  Site,
  siteWords,
} from '#platform';
import type { RecordTypes } from './record-types.js';

/** The records of the platform, which cannot tell of themselves because it does not know this library. A pack names people and sites where records do. */
export function registerPlatformRecords(types: RecordTypes): void {
  types.register<Organisation>({
    name: 'organisation',
    path: 'organisation',
    title: 'Organisation',
    titles: 'Organisation',
    entity: Organisation,
    mayRead: (actor) => actor.can('organisation:read'),
    label: ({ name }) => name,
    scope: {},
    inPacks: false,
  });
  types.register<Site>({
    name: 'site',
    path: 'sites',
    title: 'Site',
    titles: 'Sites',
    entity: Site,
    mayRead: (actor) => actor.can('organisation:read'),
    label: ({ code, name }) => `${code} ${name}`,
    scope: { site: 'id' },
    listed: { reference: 'r.code', title: 'r.name', state: null, read: 'organisation:read', words: siteWords },
    inPacks: false,
  });
  types.register<Person>({
    name: 'person',
    path: 'people',
    title: 'Person',
    titles: 'People',
    entity: Person,
    mayRead: (actor, person) => actor.canEverywhere('person:manage') || isSame(actor, person.id),
    mayName: (actor) => actor.can('organisation:read'),
    label: ({ name }) => name,
    endedOn: 'r.left_on',
    scope: {},
    listed: { reference: null, title: 'r.name', state: null, read: 'organisation:read', words: personWords },
    inPacks: false,
  });
  types.register<RoleGrant>({
    name: 'role_grant',
    path: 'role-grants',
    title: 'Role',
    titles: 'Roles',
    entity: RoleGrant,
    mayRead: (actor, grant) => actor.canEverywhere('person:manage') || isSame(actor, grant.personId),
    label: ({ role }) => role.replaceAll('_', ' '),
    scope: {},
    inPacks: false,
  });
  types.register<ApiKey>({
    name: 'api_key',
    path: 'api-keys',
    title: 'API key',
    titles: 'API keys',
    entity: ApiKey,
    mayRead: (actor) => actor.canEverywhere('apiKey:manage'),
    label: ({ name, hint }) => `${name} (…${hint})`,
    scope: {},
    inPacks: false,
  });
  types.register<SavedView>({
    name: 'saved_view',
    path: 'saved-views',
    title: 'Saved view',
    titles: 'Saved views',
    entity: SavedView,
    mayRead: maySeeView,
    label: ({ name }) => name,
    scope: {},
    inPacks: false,
  });
}
