import type { CauseCategory, Nonconformity } from '#continual-improvement';
import type { Member, ProcessCode } from './company.js';

/** What the demonstration tells about a nonconformity; `#` is replaced by a lot, tank or line. */
export interface Story {
  process: ProcessCode;
  disciplines: Nonconformity['disciplines'];
  source: Nonconformity['source'];
  clauses: string[];
  title: string;
  requirement: string;
  evidence: string;
  statement: string;
  because: string;
  root: string;
  category: CauseCategory;
  action: string;
  owner: Member;
}

const q = ['quality'] as const;
const e = ['environment'] as const;
const both = ['quality', 'environment'] as const;

const row = (
  process: ProcessCode, disciplines: readonly ('quality' | 'environment')[], source: Nonconformity['source'], clauses: string[], title: string,
  requirement: string, evidence: string, statement: string, because: string, root: string, category: CauseCategory, action: string, owner: Member,
): Story => ({ process, disciplines: [...disciplines], source, clauses, title, requirement, evidence, statement, because, root, category, action, owner });

/** Twenty things that go wrong in a plant that turns, coats and assembles metal parts. */
export const stories: Story[] = [
  row('MAC', q, 'inspection', ['ISO 9001:2026 / 8.6'], 'Bore diameter above tolerance, #', 'Drawing D-204: 12.00 mm, at most 12.02', '4 of 30 parts measured 12.04 mm', 'Parts above the upper limit were passed on.', 'The tool was worn', 'Tool life is not counted', 'equipment', 'Count tool life in the machine control', 'jan'),
  row('MAC', q, 'internal_audit', ['ISO 9001:2026 / 7.1.5.2'], 'Calliper without valid calibration, #', 'Calibration plan: yearly', 'Label shows a date 14 months ago', 'A measuring device was used after its calibration ran out.', 'It was not recalled', 'Loaned devices are not in the recall list', 'procedure_missing', 'Put loaned devices into the recall list', 'olga'),
  row('COA', q, 'customer_complaint', ['ISO 9001:2026 / 8.5.1'], 'Coating peels off at the edge, #', 'Specification S-31: adhesion class 0 or 1', 'Cross-cut test of 5 returned parts: class 3', 'Adhesion did not reach the specified class.', 'Degreasing was too short', 'The bath time was set by feeling', 'procedure_unclear', 'Fix the bath time in the control and lock it', 'olga'),
  row('COA', e, 'limit_exceedance', ['ISO 14001:2026 / 9.1.1', 'ISO 14001:2026 / 9.1.2'], 'Zinc in waste water close to the limit, #', 'Discharge permit: 2 mg/l', 'Weekly sample: 1.96 mg/l', 'The own action value of 1.6 mg/l was exceeded without a reaction.', 'The alarm went to a person on leave', 'Alarms have no deputy', 'management_planning', 'Route alarms to the shift', 'eva'),
  row('ENV', e, 'internal_audit', ['ISO 14001:2026 / 8.1'], 'Hazardous waste without label, #', 'Waste plan W-2: label with code and date', 'Two drums in store 3 without a label', 'Hazardous waste could not be told apart.', 'Labels were used up', 'Nobody orders labels', 'resources_workload', 'Minimum stock for labels', 'eva'),
  row('ENV', e, 'incident', ['ISO 14001:2026 / 8.2'], 'Oil on the yard after unloading, #', 'Emergency plan: kit beside each unloading place', 'About 5 l of oil, kit 80 m away', 'The spill kit was not where it is needed.', 'The kit was moved for a delivery', 'Its place is not marked', 'procedure_not_followed', 'Mark the place and check it weekly', 'eva'),
  row('PUR', q, 'supplier_delivery', ['ISO 9001:2026 / 8.4.2'], 'Steel without certificate, #', 'Order: certificate 3.1 with each lot', 'Two coils received without certificate', 'Material was stored as free although its proof was missing.', 'Goods-in has no stop', 'The receiving screen allows “later”', 'design', 'Block lots without certificate in the system', 'jan'),
  row('ASM', q, 'inspection', ['ISO 9001:2026 / 8.5.1'], 'Torque below minimum, #', 'Work instruction WI-17: 40 ± 2 Nm', '3 of 20 parts at 35 Nm', 'Parts were released below the minimum torque.', 'The bit was worn', 'Nobody changes bits by plan', 'equipment', 'Change bits every 5,000 cycles', 'jan'),
  row('ASM', q, 'customer_complaint', ['ISO 9001:2026 / 8.5.4'], 'Parts scratched on arrival, #', 'Packing instruction P-9: separated layers', '12 of 96 housings scratched', 'Packing did not protect the parts.', 'Layers were left out', 'Separators are stored in another hall', 'communication', 'Store separators at the packing place', 'mia'),
  row('LOG', q, 'customer_complaint', ['ISO 9001:2026 / 8.5.2'], 'Wrong part delivered, #', 'Order confirmation', 'Label and content differ for one pallet', 'The delivered part was not the ordered one.', 'Two labels were printed at once', 'Labels are printed in batches', 'procedure_unclear', 'Print labels one by one at the scale', 'mia'),
  row('SAL', q, 'internal_audit', ['ISO 9001:2026 / 8.2.3'], 'Order accepted without review, #', 'Process SAL: review before confirmation', '1 of 15 orders without a review record', 'A requirement was accepted that had not been reviewed.', 'A colleague filled in', 'Deputies are not trained', 'training', 'Train deputies and record it', 'max'),
  row('MNT', q, 'internal_audit', ['ISO 9001:2026 / 7.1.3'], 'Maintenance overdue, #', 'Maintenance plan', 'Compressor service 7 weeks late', 'Planned maintenance was not done in time.', 'Spare parts were missing', 'Parts are ordered when the date has come', 'management_planning', 'Order parts six weeks ahead', 'olga'),
  row('MGT', both, 'internal_audit', ['ISO 9001:2026 / 6.2.2', 'ISO 14001:2026 / 6.2.2'], 'Objectives without a plan, #', 'Own procedure: who, what, until when', 'Two of six objectives without responsible person', 'It was not determined who reaches the objective.', 'The form allows empty fields', 'The form was never reviewed', 'procedure_missing', 'Make the fields mandatory', 'max'),
  row('COA', both, 'incident', ['ISO 9001:2026 / 8.7', 'ISO 14001:2026 / 8.2'], 'Coating bath spilled, parts ruined, #', 'Filling level below mark; work instruction WI-40', '60 l over the edge, 14 parts scrapped', 'The bath was overfilled; product and floor were affected.', 'The level sensor failed', 'The sensor is not part of maintenance', 'equipment', 'Add level sensors to the maintenance plan', 'olga'),
  row('ENV', e, 'compliance_evaluation', ['ISO 14001:2026 / 6.1.3'], 'New storage rule not evaluated, #', 'Obligations are evaluated within three months', 'Rule in force for five months, no evaluation', 'A compliance obligation was not evaluated in time.', 'The law watch mail was not read', 'One mailbox, no deputy', 'management_planning', 'Law watch to a shared mailbox', 'eva'),
  row('ENV', e, 'employee_report', ['ISO 14001:2026 / 8.1'], 'Compressed air leak, #', 'Leak survey quarterly', 'Audible leak at line 2, not on the list', 'The survey missed a leak.', 'The survey is done while machines run', 'No quiet time is planned', 'management_planning', 'Survey on Saturday', 'olga'),
  row('AUD', q, 'external_audit', ['ISO 9001:2026 / 9.2.2'], 'Audit of one process is missing in the cycle, #', 'Every process within three years', 'Purchasing last audited 40 months ago', 'The programme did not cover a process within the cycle.', 'The programme was copied', 'Coverage is not checked', 'procedure_missing', 'Check coverage when the programme is approved', 'lena'),
  row('PUR', both, 'internal_audit', ['ISO 9001:2026 / 8.4.1', 'ISO 14001:2026 / 8.1'], 'Waste carrier without valid licence on file, #', 'Supplier file: licence with expiry date', 'Licence on file ran out in spring', 'An external provider was used without proof of its permission.', 'Nobody looks at expiry dates', 'Expiry dates are not monitored', 'procedure_missing', 'Monthly list of expiring papers', 'eva'),
  row('MAC', q, 'employee_report', ['ISO 9001:2026 / 7.5.3'], 'Old drawing at the machine, #', 'Only the valid revision at the place of work', 'Revision C in use, D valid', 'An outdated drawing was used.', 'The old print was not collected', 'Prints are not numbered', 'procedure_not_followed', 'Screens instead of prints', 'jan'),
  row('LOG', e, 'regulator_notice', ['ISO 14001:2026 / 9.1.2'], 'Noise above the night value, #', 'Permit: 40 dB(A) at night', 'Authority measured 41.5 dB(A) at the boundary', 'The permitted value was exceeded.', 'A fan ran at full speed', 'Night set-back was switched off after repair', 'procedure_unclear', 'Check list after repairs', 'mia'),
];

/** Places and lots that tell two stories of one kind apart. */
export const places = ['lot 4711', 'lot 4790', 'line 2', 'line 3', 'tank 5', 'hall B', 'night shift', 'order 8812', 'lot 5003', 'hall C'];
