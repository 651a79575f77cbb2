import type { AgendaItem, Brief, Source } from './brief.ts';
import { dayOf } from './text.ts';

/** A brief as plain text for mail and calendar, and as minimal HTML. Facts come from outside, so HTML is escaped without exception. */

function sourceText(source: Source): string {
  return `${source.label}, ${dayOf(source.at)}`;
}

export function briefText(brief: Brief): string {
  const parts = brief.sections.map((section) =>
    [section.title, ...section.statements.map(({ text, source }) => `- ${oneLine(text)} [${oneLine(sourceText(source))}]`)].join('\n'),
  );
  return [`${oneLine(brief.title)}\nAs of ${dayOf(brief.asOf)}`, ...parts].join('\n\n') + '\n';
}

export function agendaText(items: readonly AgendaItem[]): string {
  return (
    items.map((item, at) => [`${at + 1}. ${item.title} (${item.minutes} min)`, ...item.points.map((point) => `   - ${oneLine(point)}`)].join('\n')).join('\n') +
    '\n'
  );
}

export function briefHtml(brief: Brief): string {
  const sections = brief.sections.map((section) => {
    const items = section.statements.map(
      ({ text, source }) =>
        `<li>${escapeHtml(text)} <small data-source-type="${escapeHtml(source.type)}" data-source-id="${escapeHtml(source.id)}">${escapeHtml(sourceText(source))}</small></li>`,
    );
    return `<section><h2>${escapeHtml(section.title)}</h2><ul>${items.join('')}</ul></section>`;
  });
  return `<article><h1>${escapeHtml(brief.title)}</h1><p>As of ${escapeHtml(dayOf(brief.asOf))}</p>${sections.join('')}</article>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A line break in an imported name must not look like a statement of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
