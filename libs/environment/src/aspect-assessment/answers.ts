import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject, ValidateBy } from 'class-validator';
import { Column } from 'typeorm';

const most = 40;

/** What an assessor answered, by key. Which keys and values there may be is for the version of the method to say. */
const answers = (type: 'integer' | 'boolean', description: string, example: object): PropertyDecorator =>
  applyDecorators(
    Column('jsonb'),
    ApiProperty({ type: 'object', additionalProperties: { type }, description, example }),
    IsObject(),
    ValidateBy({
      name: 'hasFewKeys',
      validator: {
        validate: (value: unknown) => typeof value !== 'object' || value === null || Object.keys(value).length <= most,
        defaultMessage: () => `$property has at most ${most} keys`,
      },
    }),
  );

export const Scores = () => answers('integer', 'The score of each criterion by its key', { S: 4, P: 5, D: 3 });

export const GateAnswers = () => answers('boolean', 'The answer to each gate by its key', { L: false, K: false });
