import { createFileRoute } from '@tanstack/react-router';
import { MethodRegister } from '../../../features/significance-method/method-register.js';

export const Route = createFileRoute('/_app/significance-methods/')({ component: MethodRegister });
