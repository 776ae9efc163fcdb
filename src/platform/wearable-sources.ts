const FILES = import.meta.glob<string>('/firmware/wearable/**/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The firmware that makes a board a wearable: path below `firmware/wearable/` to text. */
export const WEARABLE_SOURCES: ReadonlyMap<string, string> = new Map(
  Object.entries(FILES).map(([path, text]) => [path.slice('/firmware/wearable/'.length), text]),
);
