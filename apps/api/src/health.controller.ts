import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { SealingLag } from '#evidence';
import { Operation, Problem, Public } from '#platform';

class Health {
  @ApiProperty({ example: 'ok' }) status: string;
}

/** How far the sealing of the history is behind. */
class Sealing {
  @ApiProperty({
    enum: ['current', 'late', 'overdue'],
    description: 'Late after 30 seconds; overdue when evidence is refused until it has caught up',
  })
  state: string;
  @ApiProperty({ type: 'integer', example: 0 }) pendingLines: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Age of the oldest', example: null })
  oldestPendingSeconds: number | null;
}

class Readiness extends Health {
  @ApiProperty() sealing: Sealing;
}

/** For whoever watches the process: alive means it answers, ready means it can work. */
@ApiTags('Health')
@Public()
@Controller({ path: 'health' })
export class HealthController {
  constructor(private readonly lag: SealingLag) {}

  @Get('live')
  @Operation('Answers as long as the process runs', Health)
  live(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @Operation('Answers when the database does', Readiness)
  async ready(): Promise<Readiness> {
    try {
      return { status: 'ok', sealing: await this.lag.ofAll() };
    } catch {
      throw new Problem(503, 'unavailable', 'The database does not answer', [], { 'retry-after': '5' });
    }
  }
}
