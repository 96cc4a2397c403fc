import { createFileRoute } from '@tanstack/react-router';
import { SignInPage } from '../shell/sign-in-page.js';

export const Route = createFileRoute('/sign-in')({ component: SignInPage });
