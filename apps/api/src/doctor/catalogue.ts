import type { ClientBase } from 'pg';
import { findHoles } from '#platform';
import { fail, type Finding, ok } from './finding.js';

interface Topic {
  subject: string;
  rules: string[];
  good: string;
  bad: string;
  advice: string;
}

const topics: Topic[] = [
  {
    subject: 'Roles',
    rules: ['role'],
    good: 'no role of Continua can bypass the rules',
    bad: 'roles with attributes or memberships that they must not have',
    advice: 'Take them back: ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION, or REVOKE.',
  },
  {
    subject: 'Isolation',
    rules: [
      'no-row-level-security',
      'no-organisation-policy',
      'open-policy',
      'no-site-policy',
      'view-of-owner',
      'materialised-view',
      'key-across-organisations',
    ],
    good: 'every table keeps organisations and sites apart',
    bad: 'data could be seen by another organisation or site through',
    advice: 'Somebody changed the schema by hand: undo it, or restore a backup and find out who and why.',
  },
  {
    subject: 'History',
    rules: ['no-history', 'undisclosed-text'],
    good: 'every change of every record is written down',
    bad: 'changes are not written down, or in the wrong form, for',
    advice: `Repair with CALL keep_records('<table>') as continua_owner; changes made in between are not in the history.`,
  },
];
const privileges: Omit<Topic, 'rules'> = {
  subject: 'Privileges',
  good: 'the API owns nothing and may do no more than it needs',
  bad: 'rights that nobody should have',
  advice: 'Take them back with REVOKE or ALTER … OWNER TO continua_owner.',
};

/** What `findHoles` finds, in words, by topic; whatever belongs to no other topic is about privileges. */
export async function checkCatalogue(owner: ClientBase): Promise<Finding[]> {
  const holes = await findHoles(owner);
  const named = topics.flatMap(({ rules }) => rules);
  const judge = ({ subject, good, bad, advice }: Omit<Topic, 'rules'>, of: (rule: string) => boolean): Finding => {
    const objects = holes.filter(({ rule }) => of(rule)).map(({ rule, object }) => `${object} (${rule})`);
    return objects.length === 0 ? ok(subject, good) : fail(subject, `${bad}: ${objects.join(', ')}`, advice);
  };
  return [
    ...topics.map((topic) => judge(topic, (rule) => topic.rules.includes(rule))),
    judge(privileges, (rule) => !named.includes(rule)),
  ];
}
