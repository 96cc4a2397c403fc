import type { Client } from './client.js';

/** People through whose hands a nonconformity goes. */
export interface Handlers {
  owner: Client;
  manager: Client;
  verifier: Client;
}

/** What a draft says. */
export const described = (siteId: string, fields: object = {}) => ({
  title: 'Torque out of range',
  source: 'inspection',
  disciplines: ['quality'],
  detectedOn: '2026-03-02',
  siteId,
  requirement: 'WI-17: 40 ± 2 Nm',
  evidence: '3 of 20 parts of lot 4711 at 35 Nm',
  statement: 'Parts were released below the minimum torque.',
  ...fields,
});

export const containment = {
  consequences: 'None at the customer',
  containments: [{ kind: 'containment', description: 'Lot quarantined', doneOn: '2026-03-02', result: 'Blocked' }],
};

/** One confirmed root cause, `w2`. */
export const whys = {
  leg: 'occurrence',
  nodes: [
    { id: 'w1', parentId: null, statement: 'The bit was worn', verified: true, root: false },
    { id: 'w2', parentId: 'w1', statement: 'Nobody changes bits by plan', verified: true, root: true },
  ],
};

export const criterion = {
  effectivenessCriterion: '0 of 50 parts below 38 Nm',
  effectivenessMethod: 'Sampling',
  effectivenessCheckOn: '2026-11-01',
  changesDecided: 'WI-17',
};

/** The action that removes the cause `w2`. */
export const remedy = (nonconformityId: string, ownerId: string) => ({
  nonconformityId,
  causeId: 'w2',
  title: 'Change bits every 5,000 cycles',
  deliverable: 'Maintenance plan',
  ownerId,
  dueOn: '2026-06-01',
});

/** Raises a nonconformity, submits it and has it accepted with an owner. */
export async function contained({ owner, manager }: Handlers, siteId: string, fields: object = {}): Promise<string> {
  const { body } = await owner.post('/nonconformities', described(siteId, fields));
  const url = `/nonconformities/${body.id}`;
  await owner.move(url, 'submit');
  await manager.change(url, { severity: 'S2', extent: 'E1', ownerId: owner.personId, reason: 'Triage' });
  await manager.move(url, 'accept');
  return url;
}

/** Brings one to the check of its effectiveness; `doer` is given the action once the plan is approved. */
export async function implemented(
  handlers: Handlers,
  siteId: string,
  doer = handlers.owner,
  fields: object = {},
): Promise<string> {
  const { owner, manager, verifier } = handlers;
  const url = await contained(handlers, siteId, fields);
  await owner.change(url, containment);
  await owner.move(url, 'analyse');
  await owner.change(url, {
    investigatorId: owner.personId,
    similarCheck: 'None',
    fiveWhys: [whys],
    escapeCause: 'Nobody measures at the end of the line',
  });
  await manager.move(url, 'acceptCauses');
  await owner.change(url, { ...criterion, verifierId: verifier.personId });
  const { body: action } = await owner.post('/actions', remedy(url.split('/')[2]!, owner.personId));
  await manager.move(url, 'approvePlan');
  await manager.change(`/actions/${action.id}`, { ownerId: doer.personId, reason: 'Has the time' });
  await doer.change(`/actions/${action.id}`, { completion: 'Plan MP-4 in force' });
  await doer.move(`/actions/${action.id}`, 'complete');
  await manager.move(`/actions/${action.id}`, 'accept');
  await owner.change(url, { containmentRemoval: 'Quarantine lifted', updatesDone: 'WI-17 rev 4' });
  await owner.move(url, 'completeImplementation');
  return url;
}
