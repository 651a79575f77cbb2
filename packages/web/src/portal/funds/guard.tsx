import type { ComponentType } from 'react';
import { guardedBy } from '../shared/guard.tsx';

export const guarded = (Inner: ComponentType<{ id: string }>): ComponentType<{ id: string }> => guardedBy('portal:funds', 'portal.nav.funds', Inner);
