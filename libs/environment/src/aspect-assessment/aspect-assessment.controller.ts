import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, RecordId, Tx } from '#platform';
import { AspectAssessmentView, AssessAspect, ConfirmOverride } from './aspect-assessment.dto.js';
import { AspectAssessmentService } from './aspect-assessment.service.js';

@ApiTags('Environmental aspects')
@Controller('aspects/:id/assessments')
export class AspectAssessmentController {
  constructor(private readonly assessments: AspectAssessmentService) {}

  @Get()
  @Operation('Lists the assessments of an aspect, oldest first', [AspectAssessmentView])
  async list(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: await this.assessments.list(tx, id), nextCursor: null };
  }

  @Get(':assessmentId')
  @Operation('Reads an assessment', AspectAssessmentView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @RecordId('assessmentId') assessmentId: string) {
    return this.assessments.get(tx, id, assessmentId);
  }

  @Post()
  @Operation('Judges whether an aspect is significant', AspectAssessmentView, { status: 201 })
  async assess(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: AssessAspect) {
    return this.assessments.view(tx, await this.assessments.assess(tx, id, body));
  }

  @Post(':assessmentId/override-confirmation')
  @Operation('Confirms, as the second approver, that an aspect is not significant', AspectAssessmentView, {
    status: 201,
    description: 'Answers the new assessment that takes the place of the proposal.',
  })
  async confirmOverride(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('assessmentId') assessmentId: string,
    @Body() body: ConfirmOverride,
  ) {
    return this.assessments.view(tx, await this.assessments.confirmOverride(tx, id, assessmentId, body));
  }
}
