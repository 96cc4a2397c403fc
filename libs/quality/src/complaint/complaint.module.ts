import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NonconformityModule } from '#continual-improvement';
import { RecordTypes } from '#evidence';
import { ComplaintController } from './complaint.controller.js';
import { Complaint } from './complaint.entity.js';
import { mayRead } from './complaint.policy.js';
import { ComplaintService } from './complaint.service.js';
import { complaintWork } from './complaint.work.js';
import { complaintWords } from './complaint.view.js';

@Module({
  imports: [TypeOrmModule.forFeature([Complaint]), NonconformityModule],
  controllers: [ComplaintController],
  providers: [ComplaintService],
  exports: [ComplaintService],
})
export class ComplaintModule {
  constructor(types: RecordTypes) {
    types.register<Complaint>({
      name: 'complaint',
      path: 'complaints',
      title: 'Complaint',
      titles: 'Complaints',
      entity: Complaint,
      mayRead,
      label: (complaint) => `${complaint.reference} ${complaint.customer}`,
      endedOn: `CASE WHEN r.state = 'closed' THEN r.closed_on END`,
      scope: { day: 'received_on', disciplines: 'disciplines', site: 'site_id' },
      listed: {
        reference: 'r.reference',
        title: 'r.customer',
        state: 'r.state',
        read: 'complaint:read',
        words: complaintWords,
      },
      work: complaintWork,
    });
  }
}
