import { createFileRoute } from '@tanstack/react-router';
import { NonconformingOutputRegister } from '../../../features/nonconforming-output/nonconforming-output-register.js';

export const Route = createFileRoute('/_app/nonconforming-outputs/')({ component: NonconformingOutputRegister });
