import { Actor, type Permission, transitionsOf, unreachable } from '#platform';
import { type Disposition, dispositions } from './disposition.js';
import { NonconformingOutput, nonconformingOutputStates } from './nonconforming-output.entity.js';
import { nonconformingOutputWorkflow, outstanding } from './nonconforming-output.workflow.js';

const output = (fields: Partial<NonconformingOutput>): NonconformingOutput =>
  Object.assign(new NonconformingOutput(), {
    state: 'decided',
    disciplines: ['quality'],
    siteId: null,
    quantity: 12,
    unit: 'pieces',
    decidedById: 'the decider',
    concessionApprovedOn: null,
    verificationResult: null,
    verifiedOn: null,
    flags: [],
    ...fields,
  });

describe('the life of a nonconforming output', () => {
  it('reaches every state', () => {
    expect(unreachable(nonconformingOutputWorkflow, nonconformingOutputStates)).toEqual([]);
  });

  const expected: Record<Disposition, string[]> = {
    rework: ['not-verified'],
    repair: ['concession-missing', 'not-verified'],
    use_as_is: ['concession-missing'],
    regrade: [],
    segregate: [],
    return: [],
    inform_customer: [],
    scrap: [],
  };

  it.each(dispositions)('knows what is outstanding once “%s” is decided', (disposition) => {
    expect(outstanding(output({ disposition })).map(({ code }) => code)).toEqual(expected[disposition]);
    const settled = {
      concessionApprovedOn: '2026-03-02',
      verificationResult: 'conforming',
      verifiedOn: '2026-03-03',
    } as const;
    expect(outstanding(output({ disposition, state: 'verified', ...settled }))).toEqual([]);
  });

  it('counts neither an undecided output nor a failed verification as settled', () => {
    expect(outstanding(output({ state: 'recorded', disposition: 'scrap' }))).toMatchObject([{ code: 'not-decided' }]);
    const failed = output({
      state: 'verified',
      disposition: 'rework',
      verificationResult: 'not_conforming',
      verifiedOn: '2026-03-03',
    });
    expect(outstanding(failed)).toMatchObject([{ code: 'not-verified' }]);
  });

  it('leaves decisions, concessions and verifications to people, whatever an integration was granted', () => {
    const permissions: Permission[] = [
      'nonconformingOutput:decide',
      'nonconformingOutput:concede',
      'nonconformity:verify',
    ];
    const integration = new Actor({
      orgId: 'an organisation',
      apiKeyId: 'a key',
      name: 'Press line',
      timeZone: 'UTC',
      justifiableRules: [],
      permissions,
    });
    for (const state of ['recorded', 'decided'] as const)
      for (const transition of transitionsOf(nonconformingOutputWorkflow, {
        actor: integration,
        record: output({ state, disposition: 'repair' }),
        today: '2026-03-02',
        facts: null,
      }))
        expect(transition.reasons[0]).toMatchObject({ code: 'permission-missing' });
  });
});
