import { createFileRoute } from '@tanstack/react-router';
import { KeepingFrame } from '../../features/keeping/keeping-frame.js';

export const Route = createFileRoute('/_app/retention-rules')({ component: KeepingFrame });
