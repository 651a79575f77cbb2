import { useState } from 'react';
import { ArrowDown, ArrowUp, Pencil, Plus, Search } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useRegisterActions } from '../../../../lib/actions.ts';
import { useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Num } from '../../../../lib/i18n/values.tsx';
import { useCan } from '../../../../lib/session.ts';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { Card, PageBody } from '../../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { sayRefusal } from '../../../deals/kit/notify.ts';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import { Span, StandingBadge } from '../kit/dates.tsx';
import { type Book, listWords, tierName } from '../words.ts';
import { BookDialog } from './book-dialog.tsx';
import { Entries } from './entries.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';

/** Price books in the order in which they are tried; one opens to its prices. */
export function BooksTab() {
  const url = useUrlState();
  const books = useApiPages('pricing.books', { query: { limit: 200 } });
  const open = books.rows.find((book) => book.id === url.text('book'));
  if (open) return <Entries key={open.id} book={open} />;
  return <BookList books={books} />;
}

function BookList({ books }: { books: ReturnType<typeof useApiPages<'pricing.books'>> }) {
  const mayWrite = useCan('pricing:write');
  const [open, setOpen] = useState<{ what: 'add' } | { what: 'change'; book: Book } | { what: 'resolve' }>();
  const order = useApiMutation('pricing.orderBooks', { invalidates: ['pricing.books', 'pricing.resolve'] });
  useRegisterActions(
    () => [
      { id: 'pricing.book.add', label: 'pricing.book.add', scope: 'screen', shortcut: 'n', permission: 'pricing:write', run: () => setOpen({ what: 'add' }) },
      { id: 'pricing.resolve', label: 'pricing.resolve', scope: 'screen', shortcut: 'f', run: () => setOpen({ what: 'resolve' }) },
    ],
    [],
  );
  const ids = books.rows.map((book) => book.id);
  const move = (from: number, by: 1 | -1) => {
    const id = ids[from];
    if (id !== undefined) order.mutate({ body: { ids: ids.toSpliced(from, 1).toSpliced(from + by, 0, id) } }, { onError: sayRefusal });
  };
  const add = (
    <Button kind="primary" icon={<Plus size={16} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen({ what: 'add' })}>
      {t('pricing.book.add')}
    </Button>
  );
  return (
    <PageBody label={t('pricing.tab.books')}>
      {books.error !== null && books.rows.length === 0 ? (
        <ErrorState error={books.error} onRetry={books.refetch} />
      ) : (
        <Card
          title={t('pricing.books.order')}
          flush
          actions={
            <>
              <Button icon={<Search size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen({ what: 'resolve' })}>
                {t('pricing.resolve')}
              </Button>
              {books.rows.length > 0 && add}
            </>
          }
        >
          {books.isLoading ? (
            <SkeletonRows rows={4} height={56} what={t('pricing.tab.books')} />
          ) : books.rows.length === 0 ? (
            <EmptyState title={t('pricing.books.none')} detail={t('pricing.books.none.detail')} action={add} />
          ) : (
            <ol>
              {books.rows.map((book, index) => (
                <li key={book.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0 hover:bg-hover">
                  <span className="w-5 text-end text-muted">
                    <Num value={index + 1} />
                  </span>
                  <span className="flex min-w-52 flex-1 flex-col gap-0.5">
                    <span className="flex flex-wrap items-center gap-2">
                      <Link
                        to="/money/pricing"
                        search={(before: Record<string, unknown>) => ({ ...before, book: book.id })}
                        className="font-medium underline-offset-2 hover:underline"
                      >
                        <bdi>{book.name}</bdi>
                      </Link>
                      <StandingBadge of={book} />
                    </span>
                    <span className="flex flex-wrap gap-x-3 text-12 text-muted">
                      <bdi>{book.currency}</bdi>
                      <bdi>{book.regions === 'everywhere' ? t('pricing.everywhere') : listWords(book.regions)}</bdi>
                      <bdi>{book.tiers === 'everyone' ? t('pricing.everyone') : listWords(book.tiers.map(tierName))}</bdi>
                      <Span of={book} />
                    </span>
                  </span>
                  <span className="text-12 text-muted">{t('pricing.entries.count', { n: book.entries })}</span>
                  {mayWrite && (
                    <span className="flex">
                      <IconButton label={t('pricing.earlier', { name: book.name })} isDisabled={index === 0 || order.isPending} onPress={() => move(index, -1)}>
                        <ArrowUp size={15} aria-hidden />
                      </IconButton>
                      <IconButton
                        label={t('pricing.later', { name: book.name })}
                        isDisabled={index === books.rows.length - 1 || order.isPending}
                        onPress={() => move(index, 1)}
                      >
                        <ArrowDown size={15} aria-hidden />
                      </IconButton>
                      <IconButton label={t('pricing.book.change', { name: book.name })} onPress={() => setOpen({ what: 'change', book })}>
                        <Pencil size={14} aria-hidden />
                      </IconButton>
                    </span>
                  )}
                </li>
              ))}
            </ol>
          )}
        </Card>
      )}
      {!mayWrite && <p className="mt-3 text-12 text-muted">{t('pricing.mayNot')}</p>}
      {open?.what === 'add' && <BookDialog onClose={() => setOpen(undefined)} />}
      {open?.what === 'change' && <BookDialog book={open.book} onReload={books.refetch} onClose={() => setOpen(undefined)} />}
      {open?.what === 'resolve' && <ResolveDialog onClose={() => setOpen(undefined)} />}
    </PageBody>
  );
}
