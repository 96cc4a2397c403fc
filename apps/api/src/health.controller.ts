import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Operation, Problem, Public } from '#platform';

class Health {
  @ApiProperty({ example: 'ok' }) status: string;
}

/** For whoever watches the process: alive means it answers, ready means it can work. */
@ApiTags('Health')
@Public()
@Controller({ path: 'health' })
export class HealthController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Get('live')
  @Operation('Answers as long as the process runs', Health)
  live(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @Operation('Answers when the database does', Health)
  async ready(): Promise<Health> {
    try {
      await this.dataSource.query('SELECT 1');
    } catch {
      throw new Problem(503, 'unavailable', 'The database does not answer', [], { 'retry-after': '5' });
    }
    return { status: 'ok' };
  }
}
