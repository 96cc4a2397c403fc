import { createFileRoute } from '@tanstack/react-router';
import { DisposalRegister } from '../../../features/keeping/disposal-register.js';

export const Route = createFileRoute('/_app/disposals/')({ component: DisposalRegister });
