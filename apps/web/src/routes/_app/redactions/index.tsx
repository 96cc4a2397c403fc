import { createFileRoute } from '@tanstack/react-router';
import { RedactionRegister } from '../../../features/keeping/redaction-register.js';

export const Route = createFileRoute('/_app/redactions/')({ component: RedactionRegister });
