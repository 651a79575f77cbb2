import type { ReactElement } from 'react';
import type { ParticipantRole } from '@entente/kernel';
import { t } from '../lib/i18n/i18n.ts';
import { cx } from './cx.ts';

// The shape itself carries the role, drawn to the edge of an 18 px box; colour is the second cue.
const shapes: Record<ParticipantRole, ReactElement> = {
  source: <circle cx="9" cy="9" r="7" />,
  influence: <path d="M9 .9 17.1 9 9 17.1.9 9Z" />,
  integrate: <path d="M9 1.6 17 15.9H1Z" />,
  resell: <rect x="2.2" y="2.2" width="13.6" height="13.6" rx="1.4" />,
  distribute: <path d="M9 1.2 15.9 5.1v7.8L9 16.8 2.1 12.9V5.1Z" />,
  marketplace: <path d="M6.3 1.4h5.4v4.9h4.9v5.4h-4.9v4.9H6.3v-4.9H1.4V6.3h4.9Z" />,
  technology: <path d="M9 1.2 17 7l-3 9.4H4L1 7Z" />,
  service: <path d="m9 .8 2.5 5.3 5.8.8-4.2 4 1 5.8L9 14l-5.1 2.7 1-5.8-4.2-4 5.8-.8Z" />,
};
const fills: Record<ParticipantRole, string> = {
  source: 'var(--role-source)',
  influence: 'var(--role-influence)',
  integrate: 'var(--role-integrate)',
  resell: 'var(--role-resell)',
  distribute: 'var(--role-distribute)',
  marketplace: 'var(--role-marketplace)',
  technology: 'var(--role-technology)',
  service: 'var(--role-service)',
};

export const roleName = (role: ParticipantRole): string => t(`role.${role}`);

/** `labelled` off where the role's name stands beside it. */
export function RoleGlyph({ role, size = 18, labelled = true, className }: { role: ParticipantRole; size?: number; labelled?: boolean; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 18 18"
      className={cx('rg-shape shrink-0 overflow-visible', className)}
      {...(labelled ? { role: 'img', 'aria-label': roleName(role) } : { 'aria-hidden': true })}
    >
      <g fill={fills[role]} stroke="var(--glyph-edge, transparent)" strokeWidth="3" strokeLinejoin="round" style={{ paintOrder: 'stroke' }}>
        {shapes[role]}
      </g>
    </svg>
  );
}

/** Glyphs side by side, at most `max`, then "+n"; read aloud as one list. */
export function RoleStack({ roles, max = 4, size = 18 }: { roles: readonly ParticipantRole[]; max?: number; size?: number }) {
  const shown = roles.slice(0, max);
  const rest = roles.length - shown.length;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing made of several elements, which an img cannot hold
    <span role="img" aria-label={roles.map(roleName).join(', ')} className="inline-flex items-center align-middle [--glyph-edge:var(--surface)]">
      {shown.map((role, index) => (
        <RoleGlyph key={`${role}${index}`} role={role} size={size} labelled={false} className={index > 0 ? '-ms-[3px]' : undefined} />
      ))}
      {rest > 0 && (
        <span aria-hidden className="num ms-1.5 text-12 text-muted" dir="ltr">
          +{rest}
        </span>
      )}
    </span>
  );
}
