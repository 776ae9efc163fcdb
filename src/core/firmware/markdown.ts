/** Any text as plain words in Markdown: one line, nothing of it markup, HTML or a table's border. */
export function markdownText(text: string): string {
  return (
    text
      .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .replace(/[\\`*_{}[\]<>()#+.!|~&$-]/g, (character) => `\\${character}`) || '(no name)'
  );
}

/** A table; cells are Markdown already. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
