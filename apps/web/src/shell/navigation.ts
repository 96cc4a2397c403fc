import {
  IconAlertTriangle,
  IconBox,
  IconCalendarEvent,
  IconChecklist,
  IconClipboardCheck,
  IconEraser,
  IconFileCertificate,
  IconFlag,
  IconHome,
  IconLeaf,
  IconMessageReport,
  IconScale,
  IconSettings,
  IconShieldCheck,
  IconSitemap,
  IconTool,
  IconTree,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Permission } from '../api/session.js';

export interface Place {
  /** Key of its text under `place`, and what follows `g` on the keyboard. */
  key: string;
  to: string;
  icon: ComponentType<{ size?: number | string; stroke?: number; 'aria-hidden'?: boolean }>;
  /** Who finds it useful; everyone without. */
  needs?: Permission;
  letter?: string;
}

export interface PlaceGroup {
  key: string;
  places: Place[];
}

/** The navigation tree. */
export const navigation: PlaceGroup[] = [
  { key: 'start', places: [{ key: 'home', to: '/', icon: IconHome, letter: 'h' }] },
  {
    key: 'records',
    places: [
      { key: 'programme', to: '/programme', icon: IconCalendarEvent, needs: 'audit:read', letter: 'p' },
      { key: 'audits', to: '/audits', icon: IconClipboardCheck, needs: 'audit:read', letter: 'a' },
      { key: 'findings', to: '/findings', icon: IconFlag, needs: 'audit:read', letter: 'f' },
      {
        key: 'nonconformities',
        to: '/nonconformities',
        icon: IconAlertTriangle,
        needs: 'nonconformity:read',
        letter: 'n',
      },
      { key: 'actions', to: '/actions', icon: IconTool, needs: 'action:read', letter: 'x' },
      { key: 'complaints', to: '/complaints', icon: IconMessageReport, needs: 'complaint:read', letter: 'c' },
      {
        key: 'outputs',
        to: '/nonconforming-outputs',
        icon: IconBox,
        needs: 'nonconformingOutput:read',
        letter: 'o',
      },
      {
        key: 'reviews',
        to: '/environmental-reviews',
        icon: IconTree,
        needs: 'environmentalReview:read',
        letter: 'r',
      },
    ],
  },
  {
    key: 'registers',
    places: [
      { key: 'aspects', to: '/aspects', icon: IconLeaf, needs: 'aspect:read', letter: 's' },
      { key: 'methods', to: '/significance-methods', icon: IconScale, needs: 'aspect:read', letter: 'm' },
      { key: 'processes', to: '/processes', icon: IconSitemap },
      { key: 'checklists', to: '/checklists', icon: IconChecklist, needs: 'audit:read' },
    ],
  },
  {
    key: 'evidence',
    places: [
      { key: 'packs', to: '/evidence-packs', icon: IconFileCertificate, needs: 'evidencePack:read', letter: 'e' },
      { key: 'keeping', to: '/redactions', icon: IconEraser, needs: 'redaction:read', letter: 'k' },
      { key: 'health', to: '/evidence-health', icon: IconShieldCheck, needs: 'evidencePack:read' },
    ],
  },
  { key: 'administration', places: [{ key: 'settings', to: '/settings', icon: IconSettings }] },
];

/** What can be made from anywhere. */
export const makeable: { key: string; to: string; needs: Permission }[] = [
  { key: 'nonconformity', to: '/nonconformities/new', needs: 'nonconformity:raise' },
  { key: 'action', to: '/actions/new', needs: 'action:plan' },
  { key: 'audit', to: '/audits/new', needs: 'audit:plan' },
  { key: 'complaint', to: '/complaints/new', needs: 'complaint:register' },
  { key: 'output', to: '/nonconforming-outputs/new', needs: 'nonconformingOutput:record' },
  { key: 'aspect', to: '/aspects/new', needs: 'aspect:manage' },
  { key: 'review', to: '/environmental-reviews/new', needs: 'environmentalReview:conduct' },
  { key: 'pack', to: '/evidence-packs/new', needs: 'evidencePack:make' },
];
