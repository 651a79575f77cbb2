/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events --
   The list under the field is the APG's combobox: the field keeps the focus and the keys, options are only pointed at. */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Search } from 'lucide-react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { type Action, actionLabel, mayRun, useActions } from '../lib/actions.ts';
import { t } from '../lib/i18n/i18n.ts';
import { recents, searchAll, type SearchHit, type SearchPrefix } from '../lib/search.ts';
import { cx } from './cx.ts';
import { focusNow } from './focus.ts';
import { KeyHint } from './key-hint.tsx';

type Row = { id: string; label: string; note?: string; shortcut?: string; action?: Action; hit?: SearchHit };
type Section = { id: string; title: string; rows: Row[] };

const actionRow = (action: Action): Row => ({ id: `act-${action.id}`, label: actionLabel(action), shortcut: action.shortcut, action });
const hitRow = (hit: SearchHit): Row => ({ id: `hit-${hit.id}`, label: hit.label, note: hit.note, hit });

function parse(text: string): { prefix: SearchPrefix | '>'; words: string } {
  const first = text[0];
  if (first === '>' || first === '@' || first === '#') return { prefix: first, words: text.slice(1).trim() };
  return { prefix: '', words: text.trim() };
}

function useHits(prefix: SearchPrefix | '>', words: string): { hits: readonly SearchHit[]; busy: boolean } {
  const [found, setFound] = useState<{ key: string; hits: readonly SearchHit[] }>({ key: '', hits: [] });
  const key = prefix === '>' || words === '' ? '' : `${prefix}${words}`;
  useEffect(() => {
    if (key === '' || prefix === '>') return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void searchAll(prefix, words, stop.signal).then((hits) => {
        if (!stop.signal.aborted) setFound({ key, hits });
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key, prefix, words]);
  return { hits: key === '' ? [] : found.hits, busy: key !== '' && found.key !== key };
}

export function CommandPalette({ isOpen, onClose, onGo }: { isOpen: boolean; onClose: () => void; onGo: (to: string) => void }) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-scrim p-3 md:pt-[14vh]"
    >
      <Modal className="enter w-full max-w-150 overflow-hidden rounded-card border border-line bg-raised shadow-float">
        <Dialog aria-label={t('palette.title')} className="outline-none">
          <PaletteBody onClose={onClose} onGo={onGo} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onClose, onGo }: { onClose: () => void; onGo: (to: string) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const actions = useActions();
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { prefix, words } = parse(text);
  const { hits, busy } = useHits(prefix, words);

  const sections = useMemo(() => {
    const wanted = words.toLocaleLowerCase();
    const acts = actions.filter((action) => mayRun(action) && actionLabel(action).toLocaleLowerCase().includes(wanted)).map(actionRow);
    const out: Section[] = [];
    if (text === '') out.push({ id: 'recent', title: t('palette.recent'), rows: recents().slice(0, 5).map(hitRow) });
    if (hits.length > 0) out.push({ id: 'hits', title: t('palette.results'), rows: hits.slice(0, 20).map(hitRow) });
    if (prefix === '' || prefix === '>') out.push({ id: 'acts', title: t('palette.acts'), rows: acts.slice(0, prefix === '>' ? 50 : 12) });
    return out.filter((section) => section.rows.length > 0);
  }, [actions, hits, prefix, text, words]);
  const rows = sections.flatMap((section) => section.rows);
  const at = Math.min(chosen, Math.max(0, rows.length - 1));
  const current = rows[at];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function choose(row: Row | undefined) {
    if (!row) return;
    onClose();
    if (row.action) void row.action.run();
    else if (row.hit) onGo(row.hit.to);
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} strokeWidth={1.75} className="text-muted" aria-hidden />
        <input
          ref={focusNow}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-label={t('palette.title')}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={t('palette.placeholder')}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0) {
              event.preventDefault();
              setChosen((at + step + rows.length) % Math.max(1, rows.length));
            } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
              event.preventDefault();
              choose(current);
            }
          }}
          className="h-12 min-w-0 flex-1 bg-transparent text-14 outline-none"
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette.title')} className="max-h-[50vh] overflow-auto p-1.5">
        {sections.map((section) => (
          <div key={section.id} role="group" aria-label={section.title}>
            <p aria-hidden className="px-2.5 pt-2 pb-1 text-11 font-medium text-faint">
              {section.title}
            </p>
            {section.rows.map((row) => (
              <div
                key={row.id}
                id={`${id}-${row.id}`}
                role="option"
                aria-selected={row === current}
                onPointerMove={() => setChosen(rows.indexOf(row))}
                onClick={() => choose(row)}
                className={cx('flex min-h-9 items-center gap-2.5 rounded-control px-2.5', row === current && 'bg-hover')}
              >
                {row.action?.icon !== undefined && (
                  <span className="text-muted" aria-hidden>
                    {row.action.icon}
                  </span>
                )}
                <bdi className="min-w-0 flex-1 truncate">{row.label}</bdi>
                {row.note !== undefined && <bdi className="text-12 text-muted">{row.note}</bdi>}
                {row.shortcut !== undefined && <KeyHint keys={row.shortcut} />}
              </div>
            ))}
          </div>
        ))}
      </div>
      <output className="block border-t border-line px-4 py-2 text-12 text-muted">
        {busy ? t('palette.searching') : rows.length === 0 ? t('ui.noMatches') : t('palette.hint')}
      </output>
    </>
  );
}
