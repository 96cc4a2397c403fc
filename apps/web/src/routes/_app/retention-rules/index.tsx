import { createFileRoute } from '@tanstack/react-router';
import { RetentionRuleRegister } from '../../../features/keeping/retention-rule-register.js';

export const Route = createFileRoute('/_app/retention-rules/')({ component: RetentionRuleRegister });
