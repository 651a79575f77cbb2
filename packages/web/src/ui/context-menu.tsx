import { useRef, useState } from 'react';
import { Popover } from 'react-aria-components';
import { type Action, actionLabel, mayRun } from '../lib/actions.ts';
import { t } from '../lib/i18n/i18n.ts';
import { MenuBody, type MenuEntry } from './menu.tsx';

export const actionEntries = (actions: readonly Action[]): MenuEntry[] =>
  actions.map((action) => ({ id: action.id, label: actionLabel(action), icon: action.icon, shortcut: action.shortcut, tone: action.tone, isDisabled: !mayRun(action), onAction: () => void action.run() }));

/** Right click (or the menu key) over `children` offers the given acts; the same acts stand in the bulk bar. */
export function ContextMenu({ actions, children }: { actions: readonly Action[]; children: React.ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <div className="contents" onContextMenu={(event) => { if (actions.length === 0) return; event.preventDefault(); setAt({ x: event.clientX, y: event.clientY }); }}>
      {children}
      <span ref={anchor} aria-hidden className="pointer-events-none fixed size-px" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      <Popover triggerRef={anchor} isOpen={at !== null} onOpenChange={(open) => { if (!open) setAt(null); }} placement="bottom start" className="enter rounded-popover border border-line bg-raised p-1 shadow-float outline-none">
        <div onClick={() => setAt(null)} role="presentation"><MenuBody label={t('ui.more')} groups={[{ id: 'acts', items: actionEntries(actions) }]} /></div>
      </Popover>
    </div>
  );
}
