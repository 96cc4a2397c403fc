import { createFileRoute } from '@tanstack/react-router';
import { NewRetentionRule } from '../../../features/keeping/new-retention-rule.js';

export const Route = createFileRoute('/_app/retention-rules/new')({ component: NewRetentionRule });
