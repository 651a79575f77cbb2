import { memo, type ReactNode, useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { t } from '../lib/i18n/i18n.ts';
import { Num } from '../lib/i18n/values.tsx';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { Menu } from './menu.tsx';
import { ErrorState } from './states.tsx';

export type BoardColumn<T> = {
  id: string;
  title: string;
  note?: ReactNode;
  cards: readonly T[];
  total?: number;
  onMore?: () => void;
  error?: unknown;
  onRetry?: () => void;
};
export type BoardProps<T> = {
  label: string;
  columns: readonly BoardColumn<T>[];
  cardId: (card: T) => string;
  cardName: (card: T) => string;
  renderCard: (card: T) => ReactNode;
  onMove: (card: T, toColumn: string) => void;
  canMove?: (card: T, toColumn: string) => boolean;
  onOpen?: (card: T) => void;
};

/** Columns of cards. Dragging has its twin: "Move to…" on every card, and Alt + arrow keys (WCAG 2.5.7). */
export function Board<T>({ label, columns, cardId, cardName, renderCard, onMove, canMove = () => true, onOpen }: BoardProps<T>) {
  const [dragged, setDragged] = useState<{ card: T; from: string } | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  function move(card: T, to: string) {
    const target = columns.find((column) => column.id === to);
    if (!target || !canMove(card, to)) return;
    onMove(card, to);
    setSaid(t('ui.board.moved', { card: cardName(card), column: target.title }));
  }

  function moveBy(card: T, from: string, step: number) {
    const target = columns[columns.findIndex((column) => column.id === from) + step];
    if (target) move(card, target.id);
  }

  return (
    <section aria-label={label} className="flex min-h-0 flex-1 gap-3 overflow-x-auto bg-desk p-4">
      <output className="sr-only">{said}</output>
      {columns.map((column) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only takes what is dragged; the card's menu and keys do the same
        <section
          key={column.id}
          aria-label={column.title}
          onDragOver={(event) => {
            if (dragged && canMove(dragged.card, column.id)) {
              event.preventDefault();
              setOver(column.id);
            }
          }}
          onDragLeave={() => setOver((current) => (current === column.id ? null : current))}
          onDrop={() => {
            if (dragged && dragged.from !== column.id) move(dragged.card, column.id);
            setDragged(null);
            setOver(null);
          }}
          className={cx(
            'flex w-72 shrink-0 flex-col rounded-card border',
            over === column.id && dragged?.from !== column.id ? 'border-accent bg-accent-soft' : 'border-transparent',
          )}
        >
          <header className="flex items-center gap-2 px-2 pb-2">
            <h2 className="text-13 font-semibold">{column.title}</h2>
            <span className="text-12 text-muted">
              <Num value={column.total ?? column.cards.length} />
            </span>
            <span className="flex-1" />
            {column.note !== undefined && <span className="num text-12 text-muted">{column.note}</span>}
          </header>
          <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-0.5" aria-label={column.title}>
            {column.error !== undefined && (
              <li>
                <ErrorState compact error={column.error} onRetry={column.onRetry} />
              </li>
            )}
            {column.error === undefined && column.cards.length === 0 && (
              <li className="rounded-popover border border-dashed border-line px-3 py-4 text-center text-12 text-muted">{t('ui.board.empty')}</li>
            )}
            {column.cards.map((card) => (
              <BoardCard
                key={cardId(card)}
                name={cardName(card)}
                isDragged={dragged !== null && cardId(dragged.card) === cardId(card)}
                onDragStart={() => setDragged({ card, from: column.id })}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                onOpen={onOpen ? () => onOpen(card) : undefined}
                onStep={(step) => moveBy(card, column.id, step)}
                menu={columns
                  .filter((target) => target.id !== column.id)
                  .map((target) => ({
                    id: target.id,
                    label: target.title,
                    isDisabled: !canMove(card, target.id),
                    onAction: () => move(card, target.id),
                  }))}
              >
                {renderCard(card)}
              </BoardCard>
            ))}
            {column.onMore && (
              <li>
                <Button kind="quiet" size="compact" onPress={column.onMore}>
                  {t('ui.board.more', { n: 50 })}
                </Button>
              </li>
            )}
          </ul>
        </section>
      ))}
    </section>
  );
}

const BoardCard = memo(function BoardCard({
  name,
  isDragged,
  onDragStart,
  onDragEnd,
  onOpen,
  onStep,
  menu,
  children,
}: {
  name: string;
  isDragged: boolean;
  onDragStart: () => void;
  onDragEnd: () => void;
  onOpen?: () => void;
  onStep: (step: number) => void;
  menu: readonly { id: string; label: string; isDisabled: boolean; onAction: () => void }[];
  children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging has its twin in the card's menu and keys
    <li
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', name);
        onDragStart();
      }}
      onDragEnd={onDragEnd}
      className={cx('group relative shrink-0 rounded-popover border border-line bg-surface p-3 hover:border-line-strong', isDragged && 'opacity-40')}
    >
      <div className="flex items-start gap-1">
        <button
          type="button"
          onClick={onOpen}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
            event.preventDefault();
            const forward = (event.key === 'ArrowRight') !== (document.documentElement.dir === 'rtl');
            onStep(forward ? 1 : -1);
          }}
          className="min-w-0 flex-1 truncate text-start font-medium before:absolute before:inset-0 before:rounded-popover"
        >
          <bdi>{name}</bdi>
        </button>
        <span className="relative -me-1.5 -mt-1">
          <Menu label={t('ui.board.moveTo')} groups={[{ id: 'move', title: t('ui.board.moveTo'), items: menu }]} placement="bottom end">
            <IconButton size="compact" label={t('ui.board.move', { card: name })}>
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        </span>
      </div>
      {children}
    </li>
  );
});
