interface Findable {
  readonly label: string;
  readonly hint?: string;
  readonly group: string;
}

/** The actions that hold every word of `query`, in any order; those whose name begins so first. */
export function matching<T extends Findable>(actions: readonly T[], query: string): readonly T[] {
  const wanted = query.trim().toLocaleLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  const found = actions.filter(({ label, hint = '', group }) => {
    const text = `${label} ${hint} ${group}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (wanted === '') return found;
  const begins = ({ label }: T) => label.toLocaleLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}
